/** One made-up session of one venue, from its opening to its close. */
import { dayNumber, type Instant, type MarketEvent, type TradingDate } from "@tapefold/core";
import { Forecasts } from "./forecasts.ts";
import type { Listed, Quoted } from "./listings.ts";
import type { Random } from "./random.ts";

const MINUTE = 60_000_000;
const DAY = 1_440 * MINUTE;
/** A late tick is stamped so many microseconds before the tick ahead of it at most. */
const LATE_MICROS_MAX = 2_000_000;
/** Widest step of a price, as a part of it. */
const STEP = 0.001;
/** Widest step from a session to the next. */
const GAP = 0.03;
const FORECAST_EVERY_SESSIONS = 3;

/** Plays the sessions of one venue, one after the other. */
export class VenueSessions {
  readonly #listed: Listed;
  readonly #random: Random;
  readonly #forecasts: Forecasts;
  readonly #source: string;
  #seq = 0;
  #lastAt: Instant = 0;

  constructor(listed: Listed, random: Random) {
    this.#listed = listed;
    this.#random = random;
    this.#forecasts = new Forecasts(random);
    this.#source = listed.venue.mic.toLowerCase();
  }

  /** The events of a date's session, with so many ticks. */
  *play(date: TradingDate, ticks: number): Generator<MarketEvent> {
    const { mic, openMinute, closeMinute } = this.#listed.venue;
    const midnight = (dayNumber(date) ?? 0) * DAY;
    const [opens, closes] = [midnight + openMinute * MINUTE, midnight + closeMinute * MINUTE];
    const name = `${mic}-${date}`;
    yield { id: `${name}-open`, type: "SessionOpened", at: opens, mic, date };
    for (const quoted of this.#listed.quoted) move(quoted, GAP, this.#random);
    const pending = this.#phases(name, date, midnight);
    const forecast = this.#random.isOneIn(FORECAST_EVERY_SESSIONS) ? this.#random.below(ticks + 1) : -1;
    for (let tick = 0; tick < ticks; tick += 1) {
      const at = this.#tradingInstant(midnight, (tick + this.#random.fraction()) / ticks);
      while (pending[0] !== undefined && pending[0].at <= at) yield pending.shift() as MarketEvent;
      yield this.#tick(at, opens);
      if (tick === forecast) yield* this.#revise(name, at);
    }
    yield* pending;
    yield { id: `${name}-close`, type: "SessionClosed", at: closes, mic, date, closes: this.#closes() };
    if (forecast === ticks) yield* this.#revise(name, closes + this.#random.between(1, 90) * MINUTE);
  }

  #phases(name: string, date: TradingDate, midnight: Instant): MarketEvent[] {
    const { mic, breakMinutes, closeMinute, auctionMinutes } = this.#listed.venue;
    const change = (phase: "break" | "open" | "auction", minute: number): MarketEvent => ({
      id: `${name}-${phase}-${minute}`,
      type: "SessionPhaseChanged",
      at: midnight + minute * MINUTE,
      mic,
      date,
      phase,
    });
    const breaks =
      breakMinutes === undefined ? [] : [change("break", breakMinutes[0]), change("open", breakMinutes[1])];
    return [...breaks, ...(auctionMinutes === 0 ? [] : [change("auction", closeMinute - auctionMinutes)])];
  }

  /** The instant at a part, 0 to 1, of the session's ticks, breaks left out: denser after the open and before the close. */
  #tradingInstant(midnight: Instant, part: number): Instant {
    const {
      openMinute,
      closeMinute,
      breakMinutes: [start, end] = [closeMinute, closeMinute],
    } = this.#listed.venue;
    const elapsed = part * (0.4 + part * (1.8 - 1.2 * part));
    const traded = Math.floor(elapsed * (closeMinute - openMinute - (end - start)) * MINUTE);
    const morning = (start - openMinute) * MINUTE;
    return midnight + (traded < morning ? openMinute * MINUTE + traded : end * MINUTE + traded - morning);
  }

  #tick(at: Instant, opens: Instant): MarketEvent {
    const random = this.#random;
    // What is listed first trades most.
    const part = random.fraction();
    const quoted = this.#listed.quoted[Math.floor(part * part * this.#listed.quoted.length)] as Quoted;
    move(quoted, STEP, random);
    this.#seq += 1;
    const stamp = random.isOneIn(64) ? Math.max(opens, this.#lastAt - random.below(LATE_MICROS_MAX)) : at;
    this.#lastAt = at;
    return {
      id: `${this.#source}-${this.#seq}`,
      type: "PriceTicked",
      at: stamp,
      instrument: quoted.instrument,
      price: quoted.price / 10 ** quoted.scale,
      ...(quoted.issuer === undefined ? {} : { size: random.between(1, 50) * 100 }),
      source: this.#source,
      seq: this.#seq,
    };
  }

  /** Official closes: mostly the last tick, now and then a step off it. */
  #closes(): Record<string, number> {
    const closes: Record<string, number> = {};
    for (const quoted of this.#listed.quoted) {
      if (this.#random.isOneIn(4)) move(quoted, STEP, this.#random);
      closes[quoted.instrument] = quoted.price / 10 ** quoted.scale;
    }
    return closes;
  }

  *#revise(name: string, at: Instant): Generator<MarketEvent> {
    const issuers = this.#listed.quoted.flatMap(({ issuer }) => issuer ?? []);
    const issuer = issuers[this.#random.below(issuers.length)];
    if (issuer !== undefined) yield this.#forecasts.revise(`${name}-forecast`, at, issuer);
  }
}

function move(quoted: Quoted, part: number, random: Random): void {
  const widest = Math.max(1, quoted.price * part);
  const moved = quoted.price + Math.round(random.bell() * widest);
  // Whatever it does, a share stays within a tenth and ten times of where it began.
  const low = Math.max(1, Math.floor(quoted.firstPrice / 10));
  quoted.price = Math.min(Math.max(moved, low), quoted.firstPrice * 10);
}
