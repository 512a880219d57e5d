/** The course of a streak: since when, how much, and the run that it ended. */
import { describe, expect, test } from "vitest";
import {
  closed,
  FRI,
  type Lines,
  MON,
  opened,
  shownOf,
  split,
  streakSeed,
  THU,
  tick,
  tokyo,
  TUE,
  WED,
  day,
} from "../tape.ts";

const a = (...lines: Lines) => shownOf("A", tokyo, lines);

describe("the course of a streak", () => {
  const rising = [day("2026-02-03", 100), day("2026-02-04", 104), day(THU, 110)];

  test("ended is told by the confirmed close alone, until the next open", () => {
    expect(a(rising, opened(FRI), tick("A", 100)).streak.ended).toBeNull();
    const over = [rising, day(FRI, 105)];
    expect(a(over).streak).toMatchObject({
      confirmed: -1,
      cumulativePct: "-4.5455",
      ended: { length: 2, since: "2026-02-04", cumulativePct: "10.0000" },
    });
    expect(a(over, opened(MON)).streak).toMatchObject({ ended: null, cumulativePct: "-4.5455" });
    expect(a(rising, day(FRI, 110)).streak).toMatchObject({ confirmed: 0, ended: { length: 2 } });
    expect(a(rising, day(FRI, 111)).streak.ended).toBeNull();
  });

  test("the provisional streak carries the last tick; an unchanged one nothing", () => {
    expect(a(rising, opened(FRI), tick("A", 121)).streak.cumulativePct).toBe("21.0000");
    expect(a(rising, opened(FRI), tick("A", 110)).streak.cumulativePct).toBeNull();
    expect(a(rising, opened(FRI)).streak.cumulativePct).toBe("10.0000");
  });

  test("a seed: of the other sign it gives the close before, of the same that lies before the tape", () => {
    const seeded = (streak: number, ...lines: Lines) => a(streakSeed("A", streak, 100, FRI), lines).streak;
    expect(seeded(-1, day(MON, 110)).cumulativePct).toBe("10.0000");
    expect(seeded(0, day(MON, 110)).cumulativePct).toBe("10.0000");
    expect(seeded(1, day(MON, 110)).cumulativePct).toBeNull();
    expect(seeded(1, day(MON, 110), day(TUE, 109)).ended).toEqual({
      length: 2,
      since: FRI,
      cumulativePct: null,
    });
    expect(seeded(3, day(MON, 99)).ended).toEqual({ length: 3, since: null, cumulativePct: null });
    expect(seeded(1, day(MON, 99)).ended).toBeNull();
  });

  test("a late seed works it out anew; a session left open ends none", () => {
    const over = [rising, day(FRI, 105)];
    expect(a(over, streakSeed("A", 4, 104, "2026-02-04")).streak.ended).toMatchObject({ length: 5 });
    expect(a(over, streakSeed("A", 4, 105, FRI)).streak).toMatchObject({ ended: null, cumulativePct: null });
    const left = [rising, opened(FRI), tick("A", 100), opened(MON), tick("A", 99), closed(MON)];
    expect(a(left).streak).toMatchObject({ confirmed: null, ended: null, cumulativePct: null });
  });

  test("on today's basis", () => {
    expect(a(rising, split("A", 2, 1, FRI), day(FRI, 56), day(MON, 50)).streak).toMatchObject({
      ended: { length: 3, cumulativePct: "12.0000" },
    });
    expect(a(rising, day(FRI, 120), day(MON, 121), day(WED, 122)).streak.cumulativePct).toBe("22.0000");
  });
});
