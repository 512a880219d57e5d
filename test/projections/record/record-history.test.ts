/** The records of a year, and the first since a date. */
import { recordHistory } from "@tapefold/projections";
import { describe, expect, test } from "vitest";
import {
  bust,
  closed,
  FRI,
  type Lines,
  MON,
  opened,
  recordSeed,
  THU,
  tick,
  tokyo,
  day,
  after,
} from "../tape.ts";

describe("records of the year, seeded and split", () => {
  const weeks = [day(THU, 100), day(FRI, 101), [opened(MON), tick("A", 120), closed(MON, { A: 99 })]];

  test("of closes and of highs are two histories", () => {
    const read = after(tokyo, weeks);
    expect(recordHistory(read, "A", "close")).toMatchObject({ dates: [FRI], firstSince: null });
    expect(recordHistory(read, "A", "high")).toMatchObject({ dates: [FRI, MON], firstSince: FRI });
  });

  test("before any session there are none, after the first no earlier one", () => {
    expect(recordHistory(after(tokyo), "A", "close")).toEqual({
      basis: "close",
      dates: [],
      thisYear: 0,
      firstSince: null,
    });
    expect(recordHistory(after(tokyo, day(THU, 100)), "A", "high")).toMatchObject({ dates: [], thisYear: 0 });
    const seeded = after(tokyo, recordSeed("A", "close", 100, THU));
    expect(recordHistory(seeded, "A", "close")).toMatchObject({
      dates: [THU],
      thisYear: 0,
      firstSince: null,
    });
  });

  test("a seed on the current session's date is named once, and follows nothing known", () => {
    const read = after(tokyo, day(FRI, 100), recordSeed("A", "close", 100, FRI));
    expect(recordHistory(read, "A", "close")).toMatchObject({ dates: [FRI], thisYear: 1, firstSince: null });
  });
});

describe("records of the year", () => {
  const records = (...lines: Lines) => recordHistory(after(tokyo, lines), "A", "close");

  test("count by trading date, the first session aside", () => {
    const last = [day("2025-12-29", 100), day("2025-12-30", 101)];
    expect(records(last, day(THU, 102), day(FRI, 90), day(MON, 103))).toEqual({
      basis: "close",
      dates: ["2025-12-30", THU, MON],
      thisYear: 2,
      firstSince: THU,
    });
  });

  test("a seed's session is one of them; a session that set none is first since nothing", () => {
    const seed = recordSeed("A", "close", 100, "2026-01-12");
    expect(records(seed, day(FRI, 101), day(MON, 99))).toEqual({
      basis: "close",
      dates: ["2026-01-12", FRI],
      thisYear: 2,
      firstSince: null,
    });
    expect(records(seed, day(FRI, 101)).firstSince).toBe("2026-01-12");
  });

  test("highs count while the session is open, and a bust takes them back", () => {
    const log: Lines = [tokyo, day(FRI, 100), opened(MON), tick("A", 120, { id: "t" }), tick("A", 99)];
    expect(recordHistory(after(log), "A", "high")).toMatchObject({
      dates: [MON],
      thisYear: 1,
      firstSince: FRI,
    });
    expect(recordHistory(after(log, bust("t")), "A", "high")).toMatchObject({ dates: [], thisYear: 0 });
  });
});
