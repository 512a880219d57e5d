/** Things that were slow once: an amendment in a long session, ticks without a number, and what is told of one thing over and over. */
import assert from "node:assert/strict";
import { LiveFold, type MarketEvent, record, type Recorded } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { marketTape } from "./market-tape.ts";
import { MarketSides, SHORT_TAPE } from "./market-sides.ts";
import { nanosOf, quantile, type Row, race, row, type Runner, type Scale } from "./measure.ts";
import { workload } from "./workload.ts";

export function attacked(scale: Scale): Row[] {
  return [...busts(scale), unnumbered(scale), ...tenfold(scale)];
}

/** One session that stays open; ticks of its end, of its last tenth and of its beginning are busted. */
function busts(scale: Scale): Row[] {
  const ticks = scale === "short" ? 4000 : 4_000_000;
  const market = scale === "short" ? { instruments: 60, indices: [60] } : {};
  const live = new LiveFold(marketRules, { amendable: { events: 2 * ticks } });
  const seen: { id: string; position: number }[] = [];
  for (const batch of workload({ ...market, ticks, ticksPerSession: 2 * ticks })) {
    const open = batch.filter(({ event }) => event.type !== "SessionClosed");
    live.add(open);
    for (const { position, event } of open)
      if (event.type === "PriceTicked") seen.push({ id: event.id, position });
  }
  const bust = (share: number): number => {
    const tick = seen[Math.floor((seen.length - 1) * share)]?.id ?? "";
    const { position, at } = live.fold;
    const event: MarketEvent = { id: `bust-${tick}`, type: "TickBusted", at: at ?? 0, tick };
    const nanos = nanosOf(() => live.add([{ position: position + 1, event }]));
    assert.equal(live.fold.state.counts.rejected["busted"] ?? 0, (told += 1));
    return nanos / 1_000_000;
  };
  let told = 0;
  const million = ticks / 1_000_000;
  return [
    milliseconds(
      `bust of one of the last tenth of ${million} M ticks of an open session, the median of nine`,
      quantile(shares(9).map((share) => bust(0.9 + share / 10))),
      100,
    ),
    milliseconds("of the tick nine tenths on", bust(0.9), undefined),
    milliseconds("of the first", bust(0), 1500),
  ];
}

function shares(count: number): number[] {
  return Array.from({ length: count }, (_, index) => (index + 0.5) / count);
}

function milliseconds(what: string, value: number, must: number | undefined): Row {
  const ours = `${value.toFixed(1)} ms`;
  return { what, ours, theirs: "", value, unit: "ms", ...(must === undefined ? {} : { must }) };
}

/** The same ticks without numbers, live by 1,000. */
function unnumbered(scale: Scale): Row {
  const bare = ({ position, event }: Recorded): Recorded => {
    const { source: _, seq: __, ...rest } = event;
    return { position, event: rest as MarketEvent };
  };
  const live = (change: (one: Recorded) => Recorded): Runner => {
    const run = new MarketSides().live(1000);
    return (events) => run(events.map(change));
  };
  const laps = race(
    { ours: () => live(bare), theirs: () => live((one) => ({ ...one, event: { ...one.event } })) },
    () => workload(scale === "short" ? SHORT_TAPE : { ticks: 300_000 }),
    scale === "short" ? 1 : 3,
  );
  return row("a tick without a number, live by 1,000; a numbered one", laps.ours, laps.theirs, { must: 2 });
}

/** Ten times as much of one thing, on its whole tape. */
function tenfold(scale: Scale): Row[] {
  return Object.entries(told).map(([what, { few, tape }]) => {
    const count = scale === "short" ? Math.ceil(few / 20) : few;
    const [of = [], ofTen = []] = [count, 10 * count].map((many) => {
      const events = record(tape(many));
      return [0, 1, 2].map(() => nanosOf(() => foldLive(events)));
    });
    return row(`${10 * few} ${what}; ${few}`, ofTen, of, { must: 13 });
  });
}

function foldLive(events: readonly Recorded[]): void {
  const live = new LiveFold(marketRules);
  for (let from = 0; from < events.length; from += 1000) live.add(events.slice(from, from + 1000));
  assert.equal(live.fold.state.counts.accepted, events.length);
}

const AT = 1_767_571_200_000_000;
const mic = "XTKS";
const listed: readonly MarketEvent[] = [
  { id: "m", at: AT, type: "MarketListed", mic, name: "Tokyo", country: "JP", region: "Asia", zone: "UTC" },
  {
    id: "i",
    at: AT,
    type: "InstrumentListed",
    instrument: "S",
    name: "S",
    kind: "equity",
    mic,
    currency: "JPY",
    scale: 2,
  },
];
const dateOf = (day: number): string => new Date(Date.UTC(2030, 0, 1 + day)).toISOString().slice(0, 10);

const told: Readonly<Record<string, { few: number; tape: (count: number) => MarketEvent[] }>> = {
  "base prices of one instrument": {
    few: 2000,
    tape: (count) => [
      ...listed,
      ...days(count, (day): MarketEvent => ({
        id: `b${day}`,
        at: AT,
        type: "BasePriceSet",
        instrument: "S",
        date: dateOf(day),
        price: 1 + day,
      })),
    ],
  },
  "cancelled sessions of one market": {
    few: 2000,
    tape: (count) => [
      ...listed,
      ...days(count, (day): MarketEvent => ({
        id: `c${day}`,
        at: AT,
        type: "SessionCancelled",
        mic,
        date: dateOf(day),
      })),
    ],
  },
  "sessions, each in the calendar": {
    few: 500,
    tape: (count) => [
      ...listed,
      {
        id: "k",
        at: AT,
        type: "CalendarLoaded",
        mic,
        from: dateOf(0),
        to: dateOf(count),
        dates: days(count, dateOf),
      },
      ...days(count, (day): MarketEvent[] => [
        { id: `o${day}`, at: AT + day, type: "SessionOpened", mic, date: dateOf(day) },
        { id: `e${day}`, at: AT + day, type: "SessionClosed", mic, date: dateOf(day) },
      ]).flat(),
    ],
  },
  "open markets, each with forty ticks": {
    few: 100,
    tape: (count) =>
      [...marketTape({ sizes: Array.from({ length: count }, () => 40), days: 1, shares: 1 })].filter(
        ({ type }) => type !== "SessionClosed",
      ),
  },
};

function days<T>(count: number, of: (day: number) => T): T[] {
  return Array.from({ length: count }, (_, day) => of(day));
}
