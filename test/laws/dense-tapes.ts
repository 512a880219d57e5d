/**
 * Short tapes on which much happens to few: two shares and an index of both, in one market or two, over seven days.
 * Sessions open late, are left open or left out; seeds, splits and base prices come for any day at any time,
 * and so do corrections and withdrawals; some ids are used again.
 */
import { type MarketEvent, record } from "@tapefold/core";
import fc from "fast-check";
import type { Log } from "./tapes.ts";

type Fields = Readonly<Record<string, unknown>>;
type Happening = Fields & { readonly type: string };

const DATES = [
  "2025-12-25",
  "2025-12-26",
  "2025-12-29",
  "2025-12-30",
  "2025-12-31",
  "2026-01-05",
  "2026-01-06",
] as const;
const SECOND = 1_000_000;

const instrument = fc.constantFrom("A", "B", "I");
const price = fc.integer({ min: 90, max: 110 });
const date = fc.constantFrom(...DATES);
const rarely = fc.integer({ min: 0, max: 9 }).map((drawn) => drawn === 0);
const line = fc.nat(60).map((index) => `e${index + 1}`);
/** Ids that some ticks have, whatever the session. */
const reused = fc.constantFrom("t1", "t2", "t3");
const tick = fc.oneof(line, reused);

/**
 * The happenings, in the words of the tape; `open` and `close` go by the day that the instrument's market is at. `late` is
 * a session left with a late report alone, `ahead` a session of the index's market with a split for its next one.
 */
const happening = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant("open"), instrument, isAuction: rarely, skips: rarely }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant("close"), instrument, close: fc.option(price, { freq: 2 }) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant("PriceTicked"),
      instrument,
      price,
      id: fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: reused }),
      updates: fc.constantFrom(undefined, undefined, undefined, undefined, ["highLow"], ["last"]),
      late: rarely,
    }),
  },
  ...[
    fc.record({ type: fc.constant("TickBusted"), tick }),
    fc.record({ type: fc.constant("TickCorrected"), tick, price }),
    fc.record({ type: fc.constant("TickConfirmed"), tick }),
    fc.record({ type: fc.constant("CloseCorrected"), instrument, close: price, date }),
    fc.record({ type: fc.constant("SplitWithdrawn"), split: line }),
    fc.record({ type: fc.constant("stray"), mic: fc.constantFrom("XNONE", "XTKS"), isClose: fc.boolean() }),
    fc.record({
      type: fc.constant("StreakSeeded"),
      instrument,
      streak: fc.integer({ min: -3, max: 3 }),
      close: price,
      date,
    }),
    fc.record({
      type: fc.constant("RecordSeeded"),
      instrument,
      basis: fc.constantFrom("close", "high"),
      level: price,
      date,
      complete: fc.boolean(),
    }),
    fc.record({
      type: fc.constant("InstrumentSplit"),
      instrument,
      numerator: fc.integer({ min: 1, max: 3 }),
      denominator: fc.integer({ min: 1, max: 2 }),
      date,
    }),
    fc.record({ type: fc.constant("late"), instrument, price }),
    fc.record({
      type: fc.constant("ahead"),
      instrument,
      numerator: fc.integer({ min: 1, max: 3 }),
      denominator: fc.integer({ min: 1, max: 2 }),
    }),
    fc.record({ type: fc.constant("BasePriceSet"), instrument, price, date }),
    fc.record({
      type: fc.constantFrom("TradingHalted", "TradingResumed"),
      instrument,
      kind: fc.constant("halt"),
    }),
    fc.record({ type: fc.constant("phase"), instrument, phase: fc.constantFrom("open", "auction", "break") }),
    fc.record({ type: fc.constant("cancel"), instrument, date }),
    fc.record({ type: fc.constant("schedule"), instrument, dates: fc.subarray([...DATES]) }),
    fc.record({ type: fc.constant("rebalance"), weights: fc.tuple(fc.integer({ min: 1, max: 3 }), price) }),
    fc.record({
      type: fc.constant("revise"),
      metric: fc.constantFrom("eps", "netSales"),
      previous: price,
      revised: price,
    }),
  ].map((arbitrary) => ({ weight: 1, arbitrary: arbitrary as fc.Arbitrary<Happening> })),
) as fc.Arbitrary<Happening>;

export function denseTape(): fc.Arbitrary<Log> {
  const settings = fc.record({
    isOneMarket: fc.boolean(),
    weighting: fc.constantFrom("price", "adjusted-price", "cap"),
    scheduled: fc.option(fc.subarray([...DATES]), { freq: 2 }),
  });
  return fc
    .tuple(settings, fc.array(happening, { minLength: 1, maxLength: 60, size: "max" }))
    .map(([{ isOneMarket, weighting, scheduled }, happenings]) => {
      const lines = listings(isOneMarket, weighting, scheduled);
      const opened: Record<string, number> = {};
      for (const { type, instrument: one, ...fields } of happenings.flatMap(inSteps)) {
        const mic = one === "B" && !isOneMarket ? "XNYS" : "XTKS";
        const day = opened[mic] ?? 0;
        const today = DATES[Math.max(0, Math.min(day, DATES.length) - 1)];
        const at = lines.length + 1;
        if (type === "open") {
          if (day >= DATES.length) continue;
          lines.push({
            type: "SessionOpened",
            mic,
            date: DATES[day],
            phase: fields["isAuction"] === true ? "auction" : "open",
          });
          opened[mic] = day + (fields["skips"] === true ? 2 : 1);
        } else if (type === "close") {
          const { close } = fields;
          lines.push({
            type: "SessionClosed",
            mic,
            date: today,
            ...(close === null ? {} : { closes: { [one as string]: close } }),
          });
        } else if (type === "PriceTicked") {
          const { late, updates, id, ...told } = fields;
          const second = late === true ? at - 2.5 : at;
          lines.push({
            type,
            instrument: one,
            ...told,
            at: second * SECOND,
            ...(updates === undefined ? {} : { updates }),
            ...(id === undefined ? {} : { id }),
          });
        } else if (type === "phase") lines.push({ type: "SessionPhaseChanged", mic, date: today, ...fields });
        else if (type === "CloseCorrected") lines.push({ type, mic, instrument: one, ...fields });
        else if (type === "ahead")
          lines.push({
            type: "InstrumentSplit",
            instrument: one,
            date: DATES[opened["XTKS"] ?? 0] ?? today,
            ...fields,
          });
        else if (type === "stray") lines.push(strayOf(fields));
        else if (type === "schedule") lines.push(calendarOf(mic, fields["dates"] as readonly string[]));
        else if (type === "cancel") lines.push({ type: "SessionCancelled", mic, ...fields });
        else if (type === "rebalance") {
          const [first, second] = fields["weights"] as readonly number[];
          lines.push({
            type: "IndexRebalanced",
            instrument: "I",
            divisor: "3",
            constituents: members(first, second),
          });
        } else if (type === "revise") lines.push(revision(fields));
        else lines.push({ type, ...(one === undefined ? {} : { instrument: one }), ...fields });
      }
      return record(
        lines.map(
          (line, index) => ({ id: `e${index + 1}`, at: (index + 1) * SECOND, ...line }) as MarketEvent,
        ),
      );
    });
}

/** A happening of several steps as these. */
function inSteps(happening: Happening): Happening[] {
  const { type, instrument: one, price } = happening;
  if (type === "late")
    return [
      { type: "open", instrument: one },
      { type: "PriceTicked", instrument: one, price, updates: ["highLow"] },
      { type: "open", instrument: one },
    ];
  if (type !== "ahead") return [happening];
  const tick = (id: string, price: number): Happening => ({ type: "PriceTicked", instrument: id, price });
  const [open, close] = [
    { type: "open", instrument: "A" },
    { type: "close", instrument: "A", close: null },
  ];
  return [open, tick("B", 101), tick("A", 99), close, happening, open, tick("A", 98)];
}

function listings(isOneMarket: boolean, weighting: string, scheduled: readonly string[] | null): Fields[] {
  const listed = { type: "InstrumentListed", currency: "JPY" };
  const market = { type: "MarketListed", zone: "UTC", region: "Asia" };
  const mics = ["XTKS", "XNYS"];
  return [
    ...mics.map((mic) => ({ ...market, mic, name: mic, country: mic === "XTKS" ? "JP" : "US" })),
    ...(scheduled === null ? [] : mics.map((mic) => calendarOf(mic, scheduled))),
    { ...listed, instrument: "A", name: "A", kind: "equity", mic: "XTKS", scale: 0, issuer: "alpha" },
    { ...listed, instrument: "B", name: "B", kind: "equity", mic: isOneMarket ? "XTKS" : "XNYS", scale: 0 },
    { ...listed, instrument: "I", name: "I", kind: "index", mic: "XTKS", scale: 2 },
    {
      type: "IndexDefined",
      instrument: "I",
      mode: "derived",
      weighting,
      divisor: "2.5",
      constituents: members(1, 2),
    },
  ];
}

/** An opening or a close that few gates let through: of a market nobody listed, or of a date gone by. */
function strayOf({ mic, isClose }: Fields): Fields {
  return { type: isClose === true ? "SessionClosed" : "SessionOpened", mic, date: DATES[0] };
}

function calendarOf(mic: string, dates: readonly string[]): Fields {
  return { type: "CalendarLoaded", mic, from: DATES[0], to: DATES.at(-1), dates };
}

function members(first: number | undefined, second: number | undefined): Fields[] {
  return [
    { instrument: "A", weight: first },
    { instrument: "B", weight: second },
  ];
}

function revision({ metric, previous, revised }: Fields): Fields {
  return {
    type: "GuidanceRevised",
    issuer: "alpha",
    fiscalYearEnd: "2026-03-31",
    span: "FY",
    scope: "consolidated",
    standard: "IFRS",
    items: [{ metric, previous, revised }],
  };
}
