/** Records: what stands behind a record, and seeds on the basis before a split. */
import { describe, expect, test } from "vitest";
import {
  closed,
  day,
  FRI,
  type Line,
  type Lines,
  listed,
  market,
  MON,
  opened,
  recordSeed,
  shownOf,
  split,
  streakSeed,
  THU,
  tick,
  tokyo,
  TUE,
} from "../tape.ts";

describe("what stands behind a record", () => {
  test("`since`: null if complete, else the seed's date, else the first session's", () => {
    const since = (...seeds: Line[]): string | null | undefined =>
      shownOf("A", tokyo, seeds, day(MON, 100)).record.close?.since;
    expect(since(recordSeed("A", "close", 90, FRI, { complete: true }))).toBeNull();
    expect(since(recordSeed("A", "close", 90, FRI))).toBe(FRI);
    expect(since()).toBe(MON);
    expect(shownOf("A", tokyo, day(FRI, 100), day(MON, 90)).record.close?.since).toBe(FRI);
  });

  test("`previous`: the record at the session's open, also where unbroken; null in the first session", () => {
    expect(shownOf("A", tokyo, day(FRI, 100)).record.close?.previous).toBeNull();
    expect(shownOf("A", tokyo, day(FRI, 100), day(MON, 90)).record.close).toMatchObject({
      level: "100",
      setThisSession: false,
      straight: 0,
      previous: { level: "100", date: FRI },
    });
  });

  test("without a seed nothing is a record in the first session, and equal breaks nothing", () => {
    expect(shownOf("A", tokyo, day(FRI, 100)).record.close).toMatchObject({
      setThisSession: false,
      straight: 0,
    });
    expect(shownOf("A", tokyo, day(FRI, 100), day(MON, 100)).record.close).toMatchObject({
      date: FRI,
      setThisSession: false,
      straight: 0,
    });
  });

  test("`date`, `setThisSession` and `previous` move at the market's next open", () => {
    const days = [...tokyo, ...day(FRI, 100), ...day(MON, 110)];
    const after = { level: "110", setThisSession: true, previous: { level: "100", date: FRI } };
    expect(shownOf("A", days).record.close).toMatchObject(after);
    const next = { level: "110", setThisSession: false, previous: { level: "110", date: MON } };
    expect(shownOf("A", days, opened(TUE)).record.close).toMatchObject(next);
  });

  test("gap and shortfall are negative above the record's price", () => {
    const { record } = shownOf("A", tokyo, recordSeed("A", "close", 100, FRI), opened(MON), tick("A", 125));
    expect(record.close).toMatchObject({ gap: "-25", shortfallPct: "-25.0000", near: "at-record" });
    expect(record.high).toMatchObject({ level: "125", gap: "0", shortfallPct: "0.0000" });
  });
});

describe("a seed on the basis before a split", () => {
  const seeds = (high: number, close: number, ...splits: Lines) =>
    shownOf(
      "A",
      tokyo,
      splits,
      recordSeed("A", "high", high, FRI),
      recordSeed("A", "close", close, MON),
      opened(TUE),
    ).record.high;

  test("is lifted to a close seed after it, compared on its own", () => {
    // 60 after 2 for 1 is 120 before.
    expect(seeds(100, 60, split("A", 2, 1, MON))).toMatchObject({ level: "60", date: MON });
    expect(seeds(130, 60, split("A", 2, 1, MON))).toMatchObject({ level: "65", date: FRI });
    // 9 for 1 and 1 for 4: 9 new shares for 4.
    const twice = [split("A", 9, 1, MON), split("A", 1, 4, MON)];
    expect(seeds(100, 45, twice)).toMatchObject({ level: "45", date: MON });
    expect(seeds(100, 44, twice)).toMatchObject({ level: "44", date: FRI });
  });

  test("without a split the level stays as it is", () => {
    expect(seeds(100, 60)).toMatchObject({ level: "100", date: FRI });
  });
});

test("a split that comes after two record seeds may say anew which is the higher", () => {
  const lines = [
    market("XTKS"),
    listed("A"),
    recordSeed("A", "high", 90, THU),
    recordSeed("A", "close", 90, FRI),
  ];
  expect(shownOf("A", ...lines).record.high?.date).toBe(THU);
  const told = split("A", 2, 1, FRI);
  expect(shownOf("A", ...lines, told).record.high?.date).toBe(FRI);
});

test("an instrument listed after its market's close has that session behind it", () => {
  const lines = [
    market("XTKS"),
    opened(MON),
    closed(MON),
    listed("A"),
    tick("A", 91, { updates: ["highLow"] }),
    recordSeed("A", "high", 90, FRI),
    streakSeed("A", 0, 90, FRI),
    opened(TUE),
  ];
  expect(shownOf("A", ...lines).record.high?.straight).toBe(2);
});

test("a streak seed that comes late lets a record go on from a seed of that close", () => {
  const lines = [
    market("XTKS"),
    listed("A"),
    recordSeed("A", "close", 90, FRI),
    opened(MON),
    tick("A", 91),
    closed(MON),
    opened(TUE),
  ];
  expect(shownOf("A", ...lines).record.close?.straight).toBe(1);
  expect(shownOf("A", ...lines, streakSeed("A", 0, 90, FRI)).record.close?.straight).toBe(2);
});

test("a session without a last price still ends a run of record highs", () => {
  const lines = [
    market("XTKS"),
    listed("A"),
    recordSeed("A", "close", 90, FRI),
    opened(MON),
    tick("A", 90, { updates: ["highLow"] }),
    closed(MON),
  ];
  expect(shownOf("A", ...lines).record.high?.straight).toBe(0);
});

test("a session up to a record seed's date ends no run of records, though it was left open", () => {
  const lines = [
    market("XTKS"),
    listed("A"),
    opened(MON),
    recordSeed("A", "close", 95, MON),
    tick("A", 95),
    opened(TUE),
  ];
  expect(shownOf("A", ...lines).record.close?.straight).toBe(1);
});
