/**
 * Writes generated events one after the other, as a market would: it numbers them, moves the clock on and keeps
 * books of what is listed and open, so that the next event can be plausible. It knows no rule of the market.
 */
import { dayNumber, formatDay, type TradingDate } from "../../exact/instant.ts";
import { formatUnits, type Decimal } from "../../exact/decimal.ts";
import type { InstrumentKind, MarketEvent, Phase } from "../../tape/event.ts";
import type { Recorded } from "../../tape/recorded.ts";

/** One stroke of the pen: what a small arbitrary generates, and the writer carries out. */
export type Step = (tape: TapeWriter) => void;

/** An event without what the writer adds itself. */
export type EventBody<E = MarketEvent> = E extends MarketEvent ? Omit<E, "id" | "at"> : never;

/** A market as the writer knows it. */
export interface MarketBook {
  readonly mic: string;
  /** Microseconds from midnight UTC of a date to its opening; below zero for the east. */
  readonly opensAfter: number;
  /** Trading days that no session is held on. */
  readonly holidays: Set<number>;
  /** Number of the trading day last opened or called off; -1 before the first. */
  day: number;
  /** Null while closed. */
  phase: Phase | null;
}

/** An instrument as the writer knows it; prices in units. */
export interface InstrumentBook {
  readonly instrument: string;
  readonly kind: InstrumentKind;
  readonly market: MarketBook;
  readonly scale: number;
  readonly issuer: string | undefined;
  isDerived: boolean;
  price: number;
  high: number;
  close: number;
}

const MICROS_PER_DAY = 86_400_000_000;
/** A Monday just before a year's end, so that sessions fall in two years. */
const FIRST_MONDAY = dayNumber("2025-12-29") ?? 0;

/** Ids that mean something to an object, or to a page. */
const HOSTILE_IDS: Readonly<Record<number, string>> = { 4: "__proto__", 7: "constructor", 9: "<b>'\"&" };

export class TapeWriter {
  readonly log: Recorded[] = [];
  readonly markets: MarketBook[] = [];
  readonly instruments: InstrumentBook[] = [];
  /** Ids of ticks, those promised to later ticks too. */
  readonly tickIds: string[] = [];
  readonly #promised: string[] = [];
  readonly #sequences = new Map<string, number>();
  #now = FIRST_MONDAY * MICROS_PER_DAY;

  get now(): number {
    return this.#now;
  }

  /** Moves the clock on, in microseconds. */
  wait(micros: number): void {
    this.#now += micros;
  }

  /** Moves the clock to a trading day's opening where it lies ahead. */
  waitForOpening({ opensAfter }: MarketBook, day: number): void {
    this.#now = Math.max(this.#now, dayOf(day) * MICROS_PER_DAY + opensAfter);
  }

  write(body: EventBody, given: { readonly id?: string; readonly at?: number } = {}): void {
    const position = this.log.length + 1;
    const { id = `e${position}`, at = this.#now } = given;
    this.log.push({ position, event: { id, at, ...body } as MarketEvent });
  }

  /** Writes an event that is on the tape already once more, as it is. */
  repeat(event: MarketEvent): void {
    this.log.push({ position: this.log.length + 1, event });
  }

  /** The next tick's id; one that was promised goes first. */
  tickId(): string {
    return this.#promised.shift() ?? this.#newTickId();
  }

  /** The id of a tick still to come. */
  promiseTickId(): string {
    const id = this.#newTickId();
    this.#promised.push(id);
    return id;
  }

  /** The next number of a source, some numbers left out. */
  sequence(source: string, leftOut: number): number {
    const seq = (this.#sequences.get(source) ?? -1) + 1 + leftOut;
    this.#sequences.set(source, seq);
    return seq;
  }

  #newTickId(): string {
    const id = HOSTILE_IDS[this.tickIds.length] ?? `t${this.tickIds.length + 1}`;
    this.tickIds.push(id);
    return id;
  }
}

/** The date of a trading day, counted from 0, weekends left out. */
export function dateOf(day: number): TradingDate {
  return formatDay(dayOf(day));
}

function dayOf(day: number): number {
  return FIRST_MONDAY + day + 2 * Math.floor(day / 5);
}

/** One of a list by any whole number; undefined of an empty list. */
export function pick<T>(list: readonly T[], index: number): T | undefined {
  return list[index % Math.max(1, list.length)];
}

/** A price as a tape writes it: a number where that says it exactly, else a text. */
export function priceOf(units: number, { scale }: { readonly scale: number }, asText = false): Decimal {
  const text = formatUnits(BigInt(units), scale);
  return asText || Math.abs(units) >= 1e15 ? text : Number(text);
}
