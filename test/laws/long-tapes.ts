/**
 * One share over many sessions: months apart or days, with a calendar or without; sessions are left out, left open,
 * called off or not traded in, and splits, seeds and base prices lie between. For views that look back far.
 */
import { type MarketEvent, record } from "@tapefold/core";
import fc from "fast-check";
import type { Log } from "./tapes.ts";

type Fields = Readonly<Record<string, unknown>>;

const SECOND = 1_000_000;
const DAY = 86_400_000;
const START = Date.UTC(2019, 11, 20);

const price = fc.integer({ min: 96, max: 104 });
const seldom = (one: number): fc.Arbitrary<boolean> => fc.nat(one).map((drawn) => drawn === 0);

/** A scheduled day: how long after the one before, and what became of it. */
const day = fc.record({
  days: fc.oneof(
    { weight: 6, arbitrary: fc.constant(1) },
    { weight: 2, arbitrary: fc.constantFrom(2, 3, 5) },
    { weight: 1, arbitrary: fc.constantFrom(20, 45, 200) },
  ),
  fate: fc.oneof(
    { weight: 30, arbitrary: fc.constant("closed") },
    {
      weight: 1,
      arbitrary: fc.constantFrom("missing", "unconfirmed", "untraded", "cancelled", "high alone"),
    },
  ),
  ticks: fc.array(
    fc.record({ price, updates: fc.constantFrom(undefined, undefined, undefined, ["highLow"], ["last"]) }),
    { maxLength: 3 },
  ),
  close: fc.option(price, { freq: 4 }),
  split: fc.tuple(fc.constantFrom(1, 2, 3), fc.constantFrom(1, 2)),
  isSplit: seldom(15),
  base: price,
  isBase: seldom(8),
});

const seed = fc.record({
  streak: fc.integer({ min: -3, max: 3 }),
  close: price,
  of: fc.nat(29),
  at: fc.nat(29),
});

export function longTape(): fc.Arbitrary<Log> {
  return fc
    .record({
      days: fc.array(day, { minLength: 6, maxLength: 30, size: "max" }),
      hasCalendar: fc.boolean(),
      seeds: fc.array(seed, { maxLength: 1 }),
      isLastOpen: seldom(3),
    })
    .map(({ days, hasCalendar, seeds, isLastOpen }) => {
      let at = START;
      const dates = days.map(({ days: later }) => new Date((at += later * DAY)).toISOString().slice(0, 10));
      const lines: Fields[] = [
        { type: "MarketListed", mic: "XTKS", name: "Tokyo", country: "JP", region: "Asia", zone: "UTC" },
        ...(hasCalendar
          ? [{ type: "CalendarLoaded", mic: "XTKS", from: dates[0], to: dates.at(-1), dates }]
          : []),
        { type: "InstrumentListed", name: "A", kind: "equity", currency: "JPY", scale: 0, mic: "XTKS" },
      ];
      days.forEach((one, place) => {
        const date = dates[place];
        const { fate, isSplit, isBase, base } = one;
        const [numerator, denominator] = one.split;
        if (isSplit) lines.push({ type: "InstrumentSplit", numerator, denominator, date });
        if (isBase) lines.push({ type: "BasePriceSet", date, price: base });
        if (fate === "cancelled") lines.push({ type: "SessionCancelled", mic: "XTKS", date });
        if (fate !== "missing" && fate !== "cancelled") {
          lines.push({ type: "SessionOpened", mic: "XTKS", date });
          if (fate === "high alone") lines.push({ type: "PriceTicked", price: 104, updates: ["highLow"] });
          else if (fate !== "untraded")
            for (const { price: to, updates } of one.ticks)
              lines.push({ type: "PriceTicked", price: to, ...(updates === undefined ? {} : { updates }) });
          const isLeft = fate === "unconfirmed" || (fate === "high alone" && one.close === null);
          const closes = fate === "closed" && one.close !== null ? { closes: { A: one.close } } : {};
          if (!isLeft && !(isLastOpen && place === days.length - 1))
            lines.push({ type: "SessionClosed", mic: "XTKS", date, ...closes });
        }
        for (const { streak, close, of, at: told } of seeds)
          if (told === place)
            lines.push({ type: "StreakSeeded", streak, close, date: dates[of] ?? "2019-12-15" });
      });
      return record(
        lines.map(
          (line, index) =>
            ({
              id: `e${index + 1}`,
              at: (index + 1) * SECOND,
              ...("mic" in line && line["type"] !== "InstrumentListed" ? {} : { instrument: "A" }),
              ...line,
            }) as MarketEvent,
        ),
      );
    });
}
