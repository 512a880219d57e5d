/** The clock of one made-up session: when its phases change, and when its ticks come. */
import { dayNumber, type Instant, type MarketEvent, type Phase, type TradingDate } from "@tapefold/core";
import type { Venue } from "./venues.ts";

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const DAY = 1_440 * MINUTE;
/** The opening auction's prints come within it. */
const OPENING = SECOND;

export class TradingDay {
  readonly date: TradingDate;
  /** Prefix of the ids of its events. */
  readonly name: string;
  readonly opens: Instant;
  readonly closes: Instant;
  readonly #venue: Venue;
  readonly #midnight: Instant;

  constructor(venue: Venue, date: TradingDate) {
    this.#venue = venue;
    this.date = date;
    this.name = `${venue.mic}-${date}`;
    this.#midnight = (dayNumber(date) ?? 0) * DAY;
    this.opens = this.#midnight + venue.openMinute * MINUTE;
    this.closes = this.#midnight + venue.closeMinute * MINUTE;
  }

  /** The instant of an opening print, at a fraction from 0 to below 1 of them. */
  openingInstant(part: number): Instant {
    return this.opens + Math.floor(part * OPENING);
  }

  /**
   * The instant at a fraction, 0 to 1, of the other ticks, outside the breaks: denser after the open and
   * before the close.
   */
  tradingInstant(part: number): Instant {
    const { openMinute, closeMinute, breakMinutes: [start, end] = [closeMinute, closeMinute] } = this.#venue;
    const elapsed = part * (0.4 + part * (1.8 - 1.2 * part));
    const length = (closeMinute - openMinute - (end - start)) * MINUTE - OPENING;
    const traded = OPENING + Math.floor(elapsed * length);
    const morning = (start - openMinute) * MINUTE;
    return (
      this.#midnight + (traded < morning ? openMinute * MINUTE + traded : end * MINUTE + traded - morning)
    );
  }

  /** The phases after the opening auction, each with its instant. */
  phases(): MarketEvent[] {
    const { breakMinutes, closeMinute, auctionMinutes } = this.#venue;
    const changes = [this.#change("open", this.opens + OPENING)];
    if (breakMinutes !== undefined) {
      const [start, end] = breakMinutes.map((minute) => this.#midnight + minute * MINUTE) as [
        Instant,
        Instant,
      ];
      changes.push(this.#change("break", start), this.#change("open", end));
    }
    if (auctionMinutes > 0)
      changes.push(this.#change("auction", this.#midnight + (closeMinute - auctionMinutes) * MINUTE));
    return changes;
  }

  #change(phase: Phase, at: Instant): MarketEvent {
    const minute = Math.floor((at - this.#midnight) / MINUTE);
    const { mic } = this.#venue;
    return {
      id: `${this.name}-${phase}-${minute}`,
      type: "SessionPhaseChanged",
      at,
      mic,
      date: this.date,
      phase,
    };
  }
}
