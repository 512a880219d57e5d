/**
 * Prices after the bell that still belong to a session: the print of the closing cross, seconds late, and the
 * source's official close. Every market centre reports its own; the largest is the listing market's, whose
 * closing auction is the largest of all: IBM's of 2013-10-07 was 151,665 shares a minute late, Nasdaq's close
 * of 22 earlier.
 */
import type { Instant, TradingDate } from "@tapefold/core";
import type { CalendarSession } from "../../calendar/calendar.ts";
import type { Entry } from "../order/entry.ts";
import type { OfficialClose, PriceText, Trade } from "../read/reading.ts";

/** A candidate for the close: the largest wins, or the later of two alike. */
interface Candidate {
  /** Prefix of the id of an event about it. */
  readonly id: string;
  readonly size: number;
  readonly price: PriceText;
}

/** A print that may be the closing cross. */
export interface LatePrint {
  readonly entry: Entry;
  readonly trade: Trade;
}

export class SessionClose {
  /** Instant of the last print or official close that was taken; before the bell, the session's own close. */
  at: Instant;
  readonly #session: CalendarSession;
  readonly #closes = new Map<string, Candidate>();
  readonly #late = new Map<string, LatePrint>();
  /** Size of the largest print within the auction. */
  readonly #sizes = new Map<string, number>();

  constructor(session: CalendarSession) {
    this.#session = session;
    this.at = session.officialClose;
  }

  /** Takes a print that the source marks as the closing auction's, at the bell or after it. */
  print({ id, at }: Entry, { instrument, prices, size }: Trade): void {
    this.at = Math.max(this.at, at);
    this.#consider(instrument, { id, size: Number(size ?? 0), price: prices[0]! });
  }

  official({ id }: Entry, { at, instrument, price, size, isCorrected }: OfficialClose): void {
    // The session is over when its close is known; a later correction does not change that.
    if (!isCorrected) this.at = Math.max(this.at, at);
    // A close without a size is the source's own last word.
    this.#consider(instrument, { id, size: isCorrected ? Infinity : Number(size ?? Infinity), price });
  }

  /** Sees a print of the session, which in its auction may be the closing cross itself. */
  see({ at }: Entry, { instrument, size = "0" }: Trade): void {
    const { auction } = this.#session;
    if (auction !== undefined && at >= auction.start)
      this.#sizes.set(instrument, Math.max(Number(size), this.#sizes.get(instrument) ?? 0));
  }

  /**
   * Keeps a print of a source without marks if it may be the closing cross: with a size above all in the auction, in
   * the first seconds after the bell. Returns the print that is ruled out.
   */
  perhaps(late: LatePrint): LatePrint | undefined {
    const { entry, trade } = late;
    const { close, crossUntil = close } = this.#session;
    if (trade.size === undefined || trade.updates !== undefined || entry.at > crossUntil) return late;
    if (Number(trade.size) <= (this.#sizes.get(trade.instrument) ?? -1)) return late;
    const before = this.#late.get(trade.instrument);
    if (before !== undefined && Number(before.trade.size) > Number(trade.size)) return late;
    this.#late.set(trade.instrument, late);
    return before;
  }

  get date(): TradingDate {
    return this.#session.date;
  }

  /** The prints taken for the closing cross, in order of time. */
  crosses(): LatePrint[] {
    const crosses = [...this.#late.values()].toSorted((a, b) => a.entry.at - b.entry.at);
    this.at = Math.max(this.at, crosses.at(-1)?.entry.at ?? this.at);
    return crosses;
  }

  /** The known official closes, by instrument. */
  closes(): (readonly [instrument: string, close: Candidate])[] {
    return [...this.#closes];
  }

  #consider(instrument: string, candidate: Candidate): void {
    const before = this.#closes.get(instrument);
    if (before === undefined || candidate.size >= before.size) this.#closes.set(instrument, candidate);
  }
}
