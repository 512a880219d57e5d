/** The table of closed sessions where seeds, base prices and gaps meet; the plain cases stand beside its command. */
import { runs } from "../../runs.ts";
import { divideHalfAway, divideHalfEven, fold, formatUnits, type Fraction, fraction } from "@tapefold/core";
import { listing, marketRules, type SessionRow, sessionRows, streakMarks } from "@tapefold/projections";
import { historyOracle, sessionRows as sessionRowsOracle } from "@tapefold/projections/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  base,
  calendar,
  closed,
  FRI,
  lateReport,
  type Lines,
  MON,
  opened,
  streakSeed,
  tape,
  THU,
  tick,
  tokyo,
  TUE,
  day,
} from "../tape.ts";
import { denseTape } from "../../laws/dense-tapes.ts";

const rows = (...lines: Lines) => {
  const state = fold([...marketRules, streakMarks], tape(tokyo, lines));
  return sessionRows(state, "A");
};
const streaks = (...lines: Lines) => rows(lines).map(({ streak }) => streak);
const three = [day(FRI, 101), day(MON, 102), day(TUE, 103)];

test("before the first close there is no row, nor for a session that is still open", () => {
  expect(rows()).toEqual([]);
  expect(rows(opened(FRI), tick("A", 100))).toEqual([]);
  expect(rows(day(FRI, 100), opened(MON), tick("A", 101)).map(({ date }) => date)).toEqual([FRI]);
  expect(rows(day(FRI, 100), opened(MON), closed(MON)).map(({ date }) => date)).toEqual([FRI]);
});

test("a seed counts from its date on, as in the streak itself: of several the last on the tape", () => {
  expect(streaks(three, streakSeed("A", 4, 100, THU), streakSeed("A", 7, 102, MON))).toEqual([5, 7, 8]);
  expect(streaks(three, streakSeed("A", 7, 102, MON), streakSeed("A", 4, 100, THU))).toEqual([5, 6, 7]);
  expect(streaks(three, streakSeed("A", 4, 100, THU), streakSeed("A", -4, 105, THU))).toEqual([-5, 1, 2]);
  expect(streaks(three, streakSeed("A", 9, 1, "2026-02-01"), streakSeed("A", 4, 100, THU))).toEqual([
    5, 6, 7,
  ]);
});

test("a session with a base price is measured from that, also the first", () => {
  const [first, second] = rows(base("A", FRI, 110), day(FRI, 101), base("A", MON, 100), day(MON, 101));
  expect(first).toMatchObject({ change: fraction(-9n), streak: 0 });
  expect(second).toMatchObject({ change: fraction(1n), changeRatio: fraction(1n, 100n), streak: 1 });
});

test("a missing session leaves the streak unknown until it is seeded", () => {
  const scheduled = calendar(FRI, MON, TUE);
  expect(streaks(scheduled, day(FRI, 101), day(TUE, 103))).toEqual([0, null]);
  expect(streaks(scheduled, day(FRI, 101), day(TUE, 103), streakSeed("A", 3, 102, MON))).toEqual([0, 4]);
});

test("each record is above all before it, also where a session between fell back", () => {
  const flags = rows(day(THU, 103), day(FRI, 101), day(MON, 102), day(TUE, 104)).map((row) => [
    row.isRecordClose,
    row.isRecordHigh,
  ]);
  expect(flags).toEqual([
    [true, true],
    [false, false],
    [false, false],
    [true, true],
  ]);
});

test("a session with nothing but a late report has no row and no close to be measured from, but a high", () => {
  const reported = [day(FRI, 100), [opened(MON), lateReport("A", 120), closed(MON)], day(TUE, 110)];
  expect(rows(reported).map(({ date, isRecordHigh }) => [date, isRecordHigh])).toEqual([
    [FRI, true],
    [TUE, false],
  ]);
  expect(rows(reported)[1]?.change).toEqual(fraction(10n));
});

test("a seed of a session that was never closed says what the streak is after it", () => {
  expect(streaks(opened(FRI), tick("A", 100), streakSeed("A", 3, 100, FRI), day(MON, 101))).toEqual([4]);
});

test("what the open found missing stays missing, though it is called off later", () => {
  const scheduled = calendar(THU, FRI, MON, TUE);
  const cancelled = { type: "SessionCancelled", mic: "XTKS", date: FRI } as Lines[number];
  expect(streaks(scheduled, day(THU, 100), day(MON, 101), cancelled, day(TUE, 102))).toEqual([0, null, null]);
  expect(streaks(scheduled, day(THU, 100), cancelled, day(MON, 101), day(TUE, 102))).toEqual([0, 1, 2]);
  expect(streaks(day(THU, 100), day(MON, 101), scheduled, day(TUE, 102))).toEqual([0, 1, 2]);
  // A seed looks again.
  const seed = streakSeed("A", 3, 100, THU);
  expect(streaks(scheduled, day(THU, 100), day(MON, 101), seed)).toEqual([3, null]);
  expect(streaks(day(THU, 100), day(MON, 101), scheduled, seed)).toEqual([3, null]);
  expect(streaks(scheduled, day(THU, 100), day(MON, 101), cancelled, seed)).toEqual([3, 4]);
});

test("a price for the last price alone is no high to be above", () => {
  const lasting = [opened(FRI), tick("A", 110, { updates: ["last"] })];
  expect(rows(lasting, day(MON, 100)).map(({ date, isRecordHigh }) => [date, isRecordHigh])).toEqual([
    [MON, true],
  ]);
});

test("the table is as its oracle says, where much happens to few", () => {
  fc.assert(
    fc.property(denseTape(), (log) => {
      const state = fold([...marketRules, streakMarks], log);
      const history = historyOracle(log);
      for (const id of ["A", "B", "I"]) {
        const { scale } = state.read(listing, id);
        const ours = sessionRows(state, id);
        expect(ours.map((row) => shown(row, scale))).toEqual(sessionRowsOracle(history, id));
      }
    }),
    { numRuns: runs(300) },
  );
});

/** A row in the words of the oracle. */
function shown(row: SessionRow, scale: number) {
  const units = (value: number | null): string => (value === null ? "" : formatUnits(value, scale));
  const percent = ({ numerator, denominator }: Fraction): string =>
    formatUnits(divideHalfEven(numerator * 10n ** 10n, denominator), 8);
  const { date, open, high, low, close, change, changeRatio, streak, isRecordClose, isRecordHigh } = row;
  return {
    date,
    open: units(open),
    high: units(high),
    low: units(low),
    close: units(close),
    change: change === null ? "" : formatUnits(divideHalfAway(change.numerator, change.denominator), scale),
    changePct: changeRatio === null ? "" : percent(changeRatio),
    streak: streak === null ? "" : String(streak),
    recordClose: isRecordClose ? "1" : "0",
    recordHigh: isRecordHigh ? "1" : "0",
    toRecordPct: percent(row.toRecord),
  };
}
