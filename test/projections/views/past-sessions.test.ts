/** Views of past sessions against their oracles, on generated tapes. */
import { runs } from "../../runs.ts";
import { compareFractions, fold, type Fraction } from "@tapefold/core";
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
import { denseTape } from "../../laws/dense-tapes.ts";

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
const fewer = { numRuns: runs(60) };

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
      fewer,
    );
    expect([...reached].sort()).toEqual(["extends", "milestones", "records", "snapped"]);
  });

  test("no high of 52 weeks is above the record", () => {
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
      fewer,
    );
  });

  test("closed above no sooner than crossed; crossed and closed below is given back", () => {
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
      { numRuns: runs(300) },
    );
    expect(given).toBeGreaterThan(0);
  });
});
