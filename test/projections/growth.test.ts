/** Documents of rare events stay small, and overlapping calendars are read as the last loaded says. */
import { runs } from "../runs.ts";
import { canonicalText, dayNumber, fold, formatDay, parseEvent, record, State } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import fc from "fast-check";
import { expect, test } from "vitest";

const DAYS = 3_000;
const day = (place: number): string => formatDay((dayNumber("2000-01-01") as number) + place);
const start = [
  { type: "MarketListed", mic: "M", name: "M", country: "JP", region: "Asia", zone: "Asia/Tokyo" },
  {
    type: "InstrumentListed",
    instrument: "A",
    name: "A",
    kind: "equity",
    mic: "M",
    currency: "JPY",
    scale: 0,
  },
];

function folded(...lines: readonly object[]) {
  const at = "2026-01-01T00:00:00Z";
  return fold(
    marketRules,
    record([...start, ...lines].map((line, n) => parseEvent({ id: `e${n}`, at, ...line }))),
  );
}

test.each([
  ["base prices", (date: string) => ({ type: "BasePriceSet", instrument: "A", date, price: 1 })],
  ["cancelled sessions", (date: string) => ({ type: "SessionCancelled", mic: "M", date })],
])("%s of eight years leave no document longer than a year of them", (_, line) => {
  const state = folded(...Array.from({ length: DAYS }, (__, place) => line(day(place))));
  const sizes = State.initial(marketRules)
    .projections.filter(({ definition }) => definition.name !== "seen-ids")
    .flatMap((rule) => [...state.documents(rule).values()].map((document) => canonicalText(document).length));
  expect(Math.max(...sizes)).toBeGreaterThan(366 * 10);
  expect(Math.max(...sizes)).toBeLessThan(366 * 40);
});

test("of calendars that overlap the last loaded holds, for opening and for what is missing", () => {
  const span = fc.record({
    from: fc.nat(12),
    days: fc.nat(12),
    dates: fc.uniqueArray(fc.nat(26), { maxLength: 12 }),
  });
  fc.assert(
    fc.property(fc.array(span, { maxLength: 6 }), fc.nat(26), fc.nat(26), (spans, one, other) => {
      const loads = spans.map(({ from, days, dates }) => ({
        type: "CalendarLoaded",
        mic: "M",
        from: day(from),
        to: day(from + days),
        dates: dates.toSorted((a, b) => a - b).map(day),
      }));
      const isScheduled = (date: number): boolean | undefined =>
        spans.findLast(({ from, days }) => from <= date && date <= from + days)?.dates.includes(date);
      const [first, second] = [Math.min(one, other), Math.max(one, other) + 1];
      const sessions = [first, second].flatMap((date) => [
        { type: "SessionOpened", mic: "M", date: day(date) },
        { type: "SessionClosed", mic: "M", date: day(date), closes: { A: 5 + date } },
      ]);
      const state = folded(...loads, ...sessions);
      const [refusedFirst, refusedSecond] = [first, second].map((date) => isScheduled(date) === false);
      const { rejected } = state.counts;
      expect(rejected["outside-session"] ?? 0).toBe(Number(refusedFirst) + Number(refusedSecond));
      if (refusedFirst || refusedSecond) return;
      const between = Array.from({ length: second - first - 1 }, (_, place) => first + 1 + place);
      const isMissing = between.some((date) => isScheduled(date) === true);
      expect(state.read(marketRules.rules.sessionStreak, "A").confirmed).toBe(isMissing ? null : 1);
    }),
    { numRuns: runs(150) },
  );
});
