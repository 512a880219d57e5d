/** One made-up session of one venue, from its opening auction to its close and what is reported after it. */
import type { Instant, MarketEvent, TradingDate } from "@tapefold/core";
import { Forecasts } from "./forecasts.ts";
import { type Incidents, incidentsOf } from "./incidents.ts";
import type { Listed, Quoted } from "./listings.ts";
import { PriceWalk } from "./price-walk.ts";
import type { Random } from "./random.ts";
import { TradingDay } from "./trading-day.ts";

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
/** A late tick is stamped at most this many microseconds before the tick ahead of it. */
const LATE_MICROS_MAX = 2_000_000;
/** Size of a mistake, as a fraction of the price. */
const MISTAKE = 0.06;
const FORECAST_EVERY_SESSIONS = 3;

/** Plays the sessions of one venue, one after the other. */
export class VenueSessions {
  readonly #listed: Listed;
  readonly #random: Random;
  readonly #walk: PriceWalk;
  readonly #forecasts: Forecasts;
  readonly #source: string;
  #seq = 0;
  #lastAt: Instant = 0;
  #halted: Quoted | undefined;

  constructor(listed: Listed, random: Random) {
    this.#listed = listed;
    this.#random = random;
    this.#walk = new PriceWalk(listed, random);
    this.#forecasts = new Forecasts(random);
    this.#source = listed.venue.mic.toLowerCase();
  }

  /** The events of a date's session, with this many ticks. */
  *play(date: TradingDate, ticks: number): Generator<MarketEvent> {
    const { quoted, venue } = this.#listed;
    const { mic } = venue;
    const day = new TradingDay(venue, date);
    const { name, opens, closes } = day;
    const opening = Math.min(quoted.length, Math.floor(ticks / 4));
    const incidents = incidentsOf(ticks - opening, this.#random);
    const late = incidents.isReportLate ? 1 : 0;
    yield { id: `${name}-open`, type: "SessionOpened", at: opens, mic, date, phase: "auction" };
    this.#walk.overnight(ticks);
    // Within the auction's last second every share has its opening print, as far as there are ticks.
    for (let turn = 0; turn < opening; turn += 1)
      yield this.#ticked(quoted[turn] as Quoted, day.openingInstant(turn / opening));
    const isForecastLeft = yield* this.#trading(day, ticks - opening - late, incidents);
    yield { id: `${name}-close`, type: "SessionClosed", at: closes, mic, date, closes: this.#closes() };
    if (late === 1) yield this.#lateReport(closes + this.#random.between(1, 20) * SECOND);
    if (isForecastLeft) yield* this.#revise(name, closes + this.#random.between(1, 90) * MINUTE);
  }

  /** All ticks after the opening auction, with their mishaps; true if a forecast waits for the close. */
  *#trading(day: TradingDay, ticks: number, incidents: Incidents): Generator<MarketEvent, boolean> {
    const random = this.#random;
    const pending = day.phases();
    const forecast = random.isOneIn(FORECAST_EVERY_SESSIONS) ? random.below(ticks + 1) : -1;
    let wrong: { id: string; price: number } | undefined;
    for (let tick = 0; tick < ticks; tick += 1) {
      const part = (tick + random.fraction()) / ticks;
      const at = day.tradingInstant(part);
      while (pending[0] !== undefined && pending[0].at <= at) yield pending.shift() as MarketEvent;
      yield* this.#halts(day, tick, at, incidents);
      const quoted = this.#traded();
      this.#walk.step(quoted, part);
      if (tick === incidents.mistake?.tick) {
        const { mistaken, price } = this.#mistake(quoted, at);
        wrong = { id: mistaken.id, price };
        yield mistaken;
      } else yield this.#ticked(quoted, this.#stamp(at, day.opens));
      if (wrong !== undefined && tick === incidents.mistake?.mended) {
        yield mend(wrong, at, incidents.mistake.isCorrected);
        wrong = undefined;
      }
      if (tick === forecast) yield* this.#revise(day.name, at);
    }
    yield* pending;
    return forecast === ticks;
  }

  /** Draws an instrument: earlier listings trade more, halted ones not at all. */
  #traded(): Quoted {
    const { quoted } = this.#listed;
    const part = this.#random.fraction();
    const place = Math.floor(part * part * quoted.length);
    const chosen = quoted[place] as Quoted;
    return chosen === this.#halted ? (quoted[(place + 1) % quoted.length] as Quoted) : chosen;
  }

  /** Stamps a tick; now and then it comes late, behind one that is stamped after it. */
  #stamp(at: Instant, opens: Instant): Instant {
    const random = this.#random;
    const stamp = random.isOneIn(64) ? Math.max(opens, this.#lastAt - random.below(LATE_MICROS_MAX)) : at;
    this.#lastAt = at;
    return stamp;
  }

  #ticked(quoted: Quoted, at: Instant, price: number = quoted.price): MarketEvent & { type: "PriceTicked" } {
    this.#seq += 1;
    return {
      id: `${this.#source}-${this.#seq}`,
      type: "PriceTicked",
      at,
      instrument: quoted.instrument,
      price: price / quoted.one,
      ...(quoted.issuer === undefined ? {} : { size: this.#random.between(1, 50) * 100 }),
      source: this.#source,
      seq: this.#seq,
    };
  }

  #mistake(quoted: Quoted, at: Instant): { mistaken: MarketEvent; price: number } {
    const off = Math.max(1, Math.round(quoted.price * MISTAKE));
    const wrong = this.#random.isOneIn(2) || quoted.price <= off ? quoted.price + off : quoted.price - off;
    return { mistaken: this.#ticked(quoted, at, wrong), price: quoted.price / quoted.one };
  }

  /** A trade of the session that is reported after its close: it moves only the high and low. */
  #lateReport(at: Instant): MarketEvent {
    return { ...this.#ticked(this.#traded(), at), updates: ["highLow"] };
  }

  *#halts({ name }: TradingDay, tick: number, at: Instant, { halt }: Incidents): Generator<MarketEvent> {
    const { quoted } = this.#listed;
    if (tick === halt?.from && quoted.length > 1) {
      this.#halted = quoted[this.#random.below(quoted.length)] as Quoted;
      const { instrument } = this.#halted;
      yield {
        id: `${name}-halt`,
        type: "TradingHalted",
        at,
        instrument,
        kind: "halt",
        reason: "News pending",
      };
    }
    if (tick !== halt?.to || this.#halted === undefined) return;
    const { instrument } = this.#halted;
    this.#halted = undefined;
    yield { id: `${name}-resumed`, type: "TradingResumed", at, instrument, kind: "halt" };
  }

  /** Official closes: mostly the last tick, now and then a step off it. */
  #closes(): Record<string, number> {
    const closes: Record<string, number> = {};
    for (const quoted of this.#listed.quoted) {
      if (this.#random.isOneIn(4)) this.#walk.step(quoted, 1);
      closes[quoted.instrument] = quoted.price / quoted.one;
    }
    return closes;
  }

  /** An issuer changes its mind, and its share's price follows. */
  *#revise(name: string, at: Instant): Generator<MarketEvent> {
    const shares = this.#listed.quoted.filter(({ issuer }) => issuer !== undefined);
    const share = shares[this.#random.below(shares.length)];
    if (share?.issuer === undefined) return;
    const { event, surprise } = this.#forecasts.revise(
      `${name}-forecast`,
      at,
      share.issuer,
      this.#listed.venue.currency,
    );
    this.#walk.jump(share, surprise / 4);
    yield event;
  }
}

function mend({ id, price }: { id: string; price: number }, at: Instant, isCorrected: boolean): MarketEvent {
  return isCorrected
    ? { id: `${id}-corrected`, type: "TickCorrected", at, tick: id, price }
    : { id: `${id}-busted`, type: "TickBusted", at, tick: id };
}
