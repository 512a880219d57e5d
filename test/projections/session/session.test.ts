/** Phases are those at an event's position. */
import { describe, expect, test } from "vitest";
import {
  closed,
  FRI,
  lastCode,
  lateReport,
  type Line,
  type Lines,
  listed,
  MON,
  opened,
  phase,
  refused,
  shownOf,
  tick,
  tokyo,
} from "../tape.ts";

const start: Lines = [tokyo, opened(FRI), tick("A", 100), closed(FRI)];

describe("phase, session and halt are those at the event's position", () => {
  test("ticks are accepted in `open` and `auction`, not in a break, before or after", () => {
    const session = [tokyo, opened(FRI, { phase: "auction" })];
    expect(lastCode(session, tick("A", 1))).toBe("accepted");
    expect(lastCode(session, phase(FRI, "open"), tick("A", 1))).toBe("accepted");
    expect(lastCode(session, phase(FRI, "break"), tick("A", 1))).toBe("outside-session");
    expect(lastCode(session, closed(FRI), tick("A", 1))).toBe("session-closed");
    expect(lastCode(tokyo, tick("A", 1))).toBe("outside-session");
  });

  test("a session may go through its phases again and again, and repeat one", () => {
    const day = [
      opened(FRI),
      phase(FRI, "open"),
      phase(FRI, "break"),
      phase(FRI, "open"),
      phase(FRI, "auction"),
    ];
    expect(refused(tokyo, day, phase(FRI, "open"), tick("A", 1), closed(FRI))).toEqual({});
  });

  test("an instrument listed while its market's session is open trades in it", () => {
    expect(shownOf("C", start, opened(MON), listed("C"), tick("C", 5))).toMatchObject({
      date: MON,
      last: "5",
    });
  });

  test("one listed after the close is in the session that has closed", () => {
    expect(lastCode(start, listed("C"), tick("C", 5))).toBe("session-closed");
    expect(shownOf("C", start, listed("C"))).toMatchObject({ date: FRI, phase: "closed", last: null });
    expect(shownOf("C", start, listed("C"), lateReport("C", 9))).toMatchObject({ last: null, high: "9" });
    expect(shownOf("C", start, listed("C"), opened(MON), tick("C", 5)).last).toBe("5");
  });
});

test("phases are those at the event's position", () => {
  const phases = (...lines: Line[]): string => shownOf("A", tokyo, lines).phase;
  expect(phases(opened(MON))).toBe("open");
  expect(phases(opened(MON, { phase: "auction" }))).toBe("auction");
  expect(phases(opened(MON), phase(MON, "break"))).toBe("break");
  expect(phases(opened(MON), closed(MON))).toBe("closed");
});
