/**
 * Generates made-up tapes: sessions of several markets with shares and indices, some quoted and some derived
 * from the shares, with numbered feeds and the mishaps of a real day. The same options give the same events,
 * on every machine, and memory does not grow with the tape.
 */
import {
  dayNumber,
  formatDay,
  type Instant,
  type MarketEvent,
  MarketError,
  parseInstant,
  type TradingDate,
} from "@tapefold/core";
import { list, type Listed, listingEvents } from "./listings.ts";
import { Random } from "./random.ts";
import { VenueSessions } from "./session-events.ts";

/** Seed and size of a made-up tape. */
export interface GenerateOptions {
  /** A whole number from 0. */
  readonly seed: number;
  /** Shares and indices together, 1 to 100,000. */
  readonly instruments: number;
  /** Ticks in all; the other events come on top. */
  readonly ticks: number;
}

const FIRST_DATE = "2026-01-05";
const LISTED_AT = parseInstant("2026-01-04T12:00:00Z") as Instant;
/** Most ticks of one session of one market. */
const SESSION_TICKS_MAX = 200_000;
/** Ticks of an instrument in one session, if the number of days allows. */
const INSTRUMENT_TICKS = 100;
/** Most days of a tape, unless its sessions would grow past their limit. */
const DAYS_MAX = 20;
const INSTRUMENTS_MAX = 100_000;
const BATCH_EVENTS = 4096;

/**
 * The events of a made-up tape, in batches.
 *
 * @throws MarketError `USAGE` for an option out of its range.
 */
export function* generateTape({
  seed,
  instruments,
  ticks,
}: GenerateOptions): Generator<readonly MarketEvent[]> {
  mustLie("seed", seed, 0, Number.MAX_SAFE_INTEGER);
  mustLie("instruments", instruments, 1, INSTRUMENTS_MAX);
  mustLie("ticks", ticks, 0, Number.MAX_SAFE_INTEGER);
  const listed = list(instruments, new Random(seed, 0));
  const dates = weekdays(dayCount(instruments, ticks, Math.max(...listed.map(countOf))));
  const runs = listed.map((one, index) =>
    sessionsOf(one, new Random(seed, index + 1), dates, { instruments, ticks, listed }),
  );
  let batch: MarketEvent[] = [];
  for (const events of [listingEvents(listed, dates, LISTED_AT), merged(runs)]) {
    for (const event of events) {
      batch.push(event);
      if (batch.length < BATCH_EVENTS) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** All sessions of one venue; its share of the ticks is exactly that of its instruments. */
function* sessionsOf(
  one: Listed,
  random: Random,
  dates: readonly TradingDate[],
  { instruments, ticks, listed }: { instruments: number; ticks: number; listed: readonly Listed[] },
): Generator<MarketEvent> {
  const sessions = new VenueSessions(one, random);
  const before = listed.slice(0, listed.indexOf(one)).reduce((sum, each) => sum + countOf(each), 0);
  const ticksUpTo = (instrumentDays: number): number =>
    Number((BigInt(ticks) * BigInt(instrumentDays)) / BigInt(instruments * dates.length));
  for (const [day, date] of dates.entries()) {
    const from = day * instruments + before;
    yield* sessions.play(date, ticksUpTo(from + countOf(one)) - ticksUpTo(from));
  }
}

function countOf({ quoted, index }: Listed): number {
  return quoted.length + (index === undefined ? 0 : 1);
}

/**
 * Merges several runs of events by instant; at one instant the earlier run goes first. Each run keeps its own
 * order.
 */
function* merged(runs: readonly Generator<MarketEvent>[]): Generator<MarketEvent> {
  const waiting = runs.flatMap((run) => {
    const { value } = run.next();
    return value === undefined ? [] : [{ run, event: value as MarketEvent, due: (value as MarketEvent).at }];
  });
  while (waiting.length > 0) {
    let first = waiting[0] as (typeof waiting)[number];
    for (const other of waiting) if (other.due < first.due) first = other;
    yield first.event;
    const { value } = first.run.next();
    if (value === undefined) waiting.splice(waiting.indexOf(first), 1);
    else {
      first.event = value as MarketEvent;
      // A late tick keeps its place in its own run.
      first.due = Math.max(first.due, first.event.at);
    }
  }
}

function dayCount(instruments: number, ticks: number, largest: number): number {
  const wanted = Math.min(DAYS_MAX, Math.max(2, Math.floor(ticks / instruments / INSTRUMENT_TICKS)));
  // One tick below the limit, for a share that was rounded up.
  const needed = Math.ceil((ticks * largest) / instruments / (SESSION_TICKS_MAX - 1));
  return Math.max(wanted, needed);
}

function weekdays(count: number): TradingDate[] {
  const first = dayNumber(FIRST_DATE) as number;
  return Array.from({ length: count }, (_, index) =>
    formatDay(first + Math.floor(index / 5) * 7 + (index % 5)),
  );
}

function mustLie(name: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  const message = `--${name} ${value} is out of range; give a whole number from ${least} to ${most}`;
  throw new MarketError("USAGE", message, { argument: String(value) });
}
