/** Views over past sessions: words for streaks, records of the year, extremes of 52 weeks, round numbers. By hand, and against oracles. */
import { compareFractions, fold, type Fraction, fraction, type State } from "@tapefold/core";
import { session } from "@tapefold/core/testing";
import {
  listing,
  marketRules,
  marketState,
  milestoneHistory,
  recordClose,
  recordHigh,
  recordHistory,
  streakWords,
  yearExtremes,
} from "@tapefold/projections";
import {
  extremesOracle,
  historyOracle,
  milestoneHistoryOracle,
  type Rational,
  recordHistoryOracle,
  streakWordsOracle,
} from "@tapefold/projections/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  base,
  bust,
  closed,
  FRI,
  index,
  type Line,
  type Lines,
  market,
  MON,
  opened,
  recordSeed,
  split,
  streakSeed,
  tape,
  THU,
  tick,
  tokyo,
  TUE,
  WED,
} from "../edges/tape.ts";
import { denseTape } from "../laws/dense-tapes.ts";

const after = (...lines: Lines): State => fold(marketRules, tape(lines));
const day = (date: string, price: number, id = "A"): Line[] => [opened(date), tick(id, price), closed(date)];
const words = (...lines: Lines) => streakWords(after(tokyo, lines), "A");

describe("words for a streak", () => {
  test("extends, compounded over its sessions", () => {
    expect(words(day(THU, 100), day(FRI, 110), day(MON, 121))).toEqual({
      streak: 2,
      isProvisional: false,
      extends: true,
      snapped: null,
      rebounds: false,
      longest: { since: null, from: THU },
      cumulative: { numerator: 21n, denominator: 100n },
    });
  });

  test("snaps a run, also by an unchanged close; a provisional one while the session is open", () => {
    const two = [day(THU, 100), day(FRI, 101), day(MON, 102)];
    expect(words(two, opened(TUE), tick("A", 99))).toMatchObject({
      streak: -1,
      isProvisional: true,
      snapped: 2,
      rebounds: false,
      extends: false,
    });
    expect(words(two, day(TUE, 102))).toMatchObject({
      streak: 0,
      snapped: 2,
      longest: null,
      cumulative: null,
    });
    expect(words(day(THU, 100), day(FRI, 101), day(MON, 100))).toMatchObject({ streak: -1, snapped: null });
  });

  test("rebounds after losses", () => {
    const falling = [day(THU, 100), day(FRI, 99)];
    expect(words(falling, day(MON, 100))).toMatchObject({ streak: 1, rebounds: true, snapped: null });
    expect(words(falling, day(MON, 98), day(TUE, 100))).toMatchObject({ rebounds: true, snapped: -2 });
    expect(words(falling, day(MON, 99), day(TUE, 100))).toMatchObject({ streak: 1, rebounds: false });
  });

  test("the longest since the latest session with one as long on its side", () => {
    const up = [day("2026-02-02", 100), day("2026-02-03", 101), day("2026-02-04", 102)];
    const longest = (...lines: Lines): unknown => words(up, lines)?.longest;
    expect(longest(day(THU, 100), day(FRI, 101))).toEqual({ since: "2026-02-04", from: "2026-02-02" });
    expect(longest(day(THU, 100), day(FRI, 101), day(MON, 102))).toEqual({
      since: "2026-02-04",
      from: "2026-02-02",
    });
    expect(longest(day(THU, 100), day(FRI, 99))).toEqual({ since: null, from: "2026-02-02" });
  });

  test("a seed counts: its streak goes on, and the close before it isn't known", () => {
    const seed = streakSeed("A", 4, 100, FRI);
    expect(words(seed, day(MON, 101))).toMatchObject({
      streak: 5,
      extends: true,
      longest: { since: null, from: FRI },
      cumulative: null,
    });
    expect(words(seed, day(MON, 99), day(TUE, 100))).toMatchObject({ longest: { since: FRI, from: FRI } });
    expect(words(seed, day(MON, 99))).toMatchObject({ snapped: 4, cumulative: fraction(-1n, 100n) });
  });

  test("splits don't count as a move", () => {
    const halved = words(day(THU, 100), day(FRI, 110), split("A", 2, 1, MON), day(MON, 56));
    expect(halved).toMatchObject({ streak: 2, cumulative: { numerator: 3n, denominator: 25n } });
  });

  test("null while unknown, and for a session without a price", () => {
    expect(words(day(THU, 100), opened(FRI), tick("A", 1), opened(MON), tick("A", 2))).toBeNull();
    expect(words(day(THU, 100), opened(FRI))).toBeNull();
    expect(words()).toBeNull();
  });

  test("carried over an unchanged close where the policy is so", () => {
    const read = after(tokyo, day(THU, 100), day(FRI, 101), day(MON, 101), day(TUE, 102));
    expect(streakWords(read, "A", "carry")).toMatchObject({ streak: 2, cumulative: fraction(1n, 50n) });
    expect(streakWords(read, "A")).toMatchObject({ streak: 1 });
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

describe("extremes of 52 weeks", () => {
  const log: Lines = [
    tokyo,
    day("2025-02-09", 300),
    [opened("2025-02-10"), tick("A", 290), closed("2025-02-10", { A: 280 })],
    [opened("2025-02-11"), tick("A", 210), tick("A", 190), closed("2025-02-11", { A: 200 })],
    [opened(MON), tick("A", 150), tick("A", 250), closed(MON, { A: 205 })],
  ];
  const level = (units: number): Fraction => fraction(units);

  test("the window leaves out its first day; the basis is stated", () => {
    const read = after(log, opened(TUE), tick("A", 220));
    expect(yearExtremes(read, "A", "close")).toEqual({
      basis: "close",
      after: "2025-02-10",
      isWhole: true,
      high: { level: level(205), date: MON },
      low: { level: level(200), date: "2025-02-11" },
    });
    expect(yearExtremes(read, "A", "intraday")).toMatchObject({
      basis: "intraday",
      high: { level: level(250), date: MON },
      low: { level: level(150), date: MON },
    });
  });

  test("the current session counts, its close once there is one; of equals the first", () => {
    const open = [log, opened(TUE), tick("A", 250), tick("A", 149)];
    expect(yearExtremes(after(open), "A", "intraday")).toMatchObject({
      high: { date: MON },
      low: { level: level(149), date: TUE },
    });
    expect(yearExtremes(after(open), "A", "close")?.low.date).toBe("2025-02-11");
    expect(yearExtremes(after(open, closed(TUE)), "A", "close")?.low).toEqual({
      level: level(149),
      date: TUE,
    });
  });

  test("on the current session's basis", () => {
    const halved = after(log, split("A", 2, 1, TUE), opened(TUE), tick("A", 110));
    expect(yearExtremes(halved, "A", "close")?.high).toEqual({ level: fraction(205n, 2n), date: MON });
  });

  test("a tape that begins within the window says so", () => {
    expect(yearExtremes(after(tokyo, day(FRI, 100), day(MON, 90)), "A", "close")).toMatchObject({
      isWhole: false,
      high: { date: FRI },
      low: { date: MON },
    });
  });

  test("a seeded record within the window is its high", () => {
    const seeded = after(tokyo, recordSeed("A", "close", 500, "2026-01-12"), day(FRI, 100));
    expect(yearExtremes(seeded, "A", "close")?.high).toEqual({ level: level(500), date: "2026-01-12" });
    const old = after(tokyo, recordSeed("A", "close", 500, "2025-01-12"), day(FRI, 100));
    expect(yearExtremes(old, "A", "close")?.high).toEqual({ level: level(100), date: FRI });
  });

  test("null before the first session, and while no session has closed", () => {
    expect(yearExtremes(after(tokyo), "A", "close")).toBeNull();
    expect(yearExtremes(after(tokyo, opened(FRI), tick("A", 1)), "A", "close")).toBeNull();
  });
});

describe("a round number", () => {
  const start: Lines = [market("XTKS"), index("I"), base("I", THU, 1190)];
  const at = (...lines: Lines) => milestoneHistory(after(start, lines), "I", 1200);
  const closing = (date: string, high: number, close: number): Lines => [
    opened(date),
    tick("I", high),
    tick("I", close),
    closed(date),
  ];

  test("toward, touched, crossed", () => {
    expect(at(opened(THU), tick("I", 1195))).toMatchObject({ toward: true, touched: false, crossed: false });
    expect(at(opened(THU), tick("I", 1185))).toMatchObject({ toward: false });
    expect(at(opened(THU), tick("I", 1200))).toMatchObject({ toward: false, touched: true, crossed: true });
    expect(at(opened(THU), tick("I", 1199), tick("I", 1201), tick("I", 1198))).toMatchObject({
      toward: true,
      touched: false,
      crossed: true,
      holds: null,
      gaveBack: null,
      reclaimed: null,
    });
  });

  test("held, given back, reclaimed", () => {
    const held = closing(THU, 1210, 1205);
    expect(at(held)).toMatchObject({ holds: true, gaveBack: false, reclaimed: false, firstClosedAbove: THU });
    const lost = [held, closing(FRI, 1204, 1199)];
    expect(at(lost)).toMatchObject({ holds: false, gaveBack: true, reclaimed: false });
    expect(at(lost, closing(MON, 1198, 1190))).toMatchObject({ gaveBack: false, crossed: false });
    const back = [lost, closing(MON, 1200, 1200)];
    expect(at(back)).toMatchObject({ holds: true, touched: true, reclaimed: true, firstCrossed: THU });
    expect(at(back, closing(TUE, 1210, 1205))).toMatchObject({ holds: true, reclaimed: false });
    // A session without a close lies neither above nor below.
    const unpriced = [opened(FRI), tick("I", 1190, { updates: ["highLow"] }), closed(FRI)];
    expect(at(held, unpriced, closing(MON, 1210, 1205))).toMatchObject({ holds: true, reclaimed: false });
  });

  test("crossed before it was closed above", () => {
    const first = [closing(THU, 1201, 1199), closing(FRI, 1203, 1202)];
    expect(at(first)).toMatchObject({ firstCrossed: THU, firstClosedAbove: FRI, reclaimed: false });
    expect(at(first, opened(MON), tick("I", 1150), closed(MON), opened(WED))).toMatchObject({
      toward: false,
    });
  });
});

/** Exact values of both kinds as one text. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, inner: unknown) => {
      if (typeof inner !== "object" || inner === null) return typeof inner === "bigint" ? `${inner}` : inner;
      if ("numerator" in inner)
        return reduced((inner as Fraction).numerator, (inner as Fraction).denominator);
      return "n" in inner ? reduced((inner as Rational).n, (inner as Rational).d) : inner;
    }) ?? "null",
  );

function reduced(numerator: bigint, denominator: bigint): string {
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return `${numerator / a}/${denominator / a}`;
}

const unitsOf = ({ level, date }: { level: Rational; date: string }, scale: bigint) => ({
  level: { n: level.n * scale, d: level.d },
  date,
});

const runs = { numRuns: 60 };

describe("on generated tapes", () => {
  test("all four agree with their oracles", () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.oneof(session(), denseTape()), (log) => {
        const state = fold(marketRules, log);
        const history = historyOracle(log);
        for (const [id, { kind, last }] of Object.entries(marketState(state).instruments)) {
          const scale = 10n ** BigInt(state.read(listing, id).scale);
          const said = streakWords(state, id);
          expect(plain(said), `${id} streak`).toEqual(plain(streakWordsOracle(history, id)));
          for (const basis of ["close", "high"] as const) {
            const broken = recordHistory(state, id, basis);
            expect(broken, `${id} ${basis}`).toEqual(recordHistoryOracle(history, id, basis));
            if (broken.dates.length > 1) reached.add("records");
          }
          for (const basis of ["close", "intraday"] as const) {
            const found = yearExtremes(state, id, basis);
            const expected = extremesOracle(history, id, basis);
            const inUnits = expected && {
              ...expected,
              high: unitsOf(expected.high, scale),
              low: unitsOf(expected.low, scale),
            };
            expect(plain(found), `${id} ${basis}`).toEqual(plain(inUnits));
          }
          if (kind === "index" && last !== null) {
            const { level: _, ...found } = milestoneHistory(state, id, last);
            const { level: __, ...expected } = milestoneHistoryOracle(history, id, last);
            expect(found, `${id} at ${last}`).toEqual(expected);
            reached.add("milestones");
          }
          if (said?.extends === true) reached.add("extends");
          if (said?.snapped !== undefined && said.snapped !== null) reached.add("snapped");
        }
      }),
      runs,
    );
    expect([...reached].sort()).toEqual(["extends", "milestones", "records", "snapped"]);
  });

  test("law 33: no high of 52 weeks is above the record", () => {
    fc.assert(
      fc.property(session(), (log) => {
        const state = fold(marketRules, log);
        for (const id of Object.keys(marketState(state).instruments)) {
          const pairs = [
            [yearExtremes(state, id, "close"), state.get(recordClose(id)).record],
            [yearExtremes(state, id, "intraday"), state.get(recordHigh(id)).record],
          ] as const;
          for (const [year, record] of pairs) {
            if (year === null) continue;
            expect(record === null ? 1 : compareFractions(year.high.level, record.level)).toBeLessThanOrEqual(
              0,
            );
          }
        }
      }),
      runs,
    );
  });

  test("law 35: closed above no sooner than crossed; crossed and closed below is given back", () => {
    let given = 0;
    fc.assert(
      fc.property(session(), (log) => {
        // As of the last close, so that there is one to give back at.
        const end = log.findLastIndex(({ event }) => event.type === "SessionClosed") + 1;
        const state = fold(marketRules, log.slice(0, end));
        for (const [id, { kind, high, low, last, close }] of Object.entries(marketState(state).instruments)) {
          if (kind !== "index") continue;
          for (const level of [high, low, last].filter((one) => one !== null)) {
            const said = milestoneHistory(state, id, level);
            const { firstCrossed, firstClosedAbove } = said;
            if (firstClosedAbove !== null) expect((firstCrossed ?? "~") <= firstClosedAbove).toBe(true);
            const isBelow = close !== null && Number(close) < Number(level);
            expect(said.gaveBack ?? false).toBe(said.crossed && isBelow);
            if (said.gaveBack === true) given += 1;
          }
        }
      }),
      { numRuns: 80 },
    );
    expect(given).toBeGreaterThan(0);
  });
});
