/**
 * Reports changes of bars and prints whose session has ended on the tape: a price by `TickCorrected`, a close
 * by `CloseCorrected`, a missing high or low by a late report if the next session has not opened.
 */
import { type Decimal, type MarketEvent, toUnits, type TradingDate } from "@tapefold/core";
import type { PriceScales } from "../order/price-scales.ts";
import { rolesOf, ticksOf } from "../read/daily-bar.ts";
import type { Bar, BarRole, Trade } from "../read/reading.ts";
import { closeOf, type StandingSession, type TapeSoFar } from "./tape-so-far.ts";
import type { TapeLines } from "./tape-lines.ts";

interface ChangesContext {
  readonly mic: string;
  readonly scales: PriceScales;
  readonly lines: TapeLines;
}

export class BarChanges {
  /** Events that amend something. */
  corrected = 0;
  /** Prices that an ended session can no longer take: an open, or a high or low of an earlier one. */
  latePrices = 0;
  readonly #tape: TapeSoFar;
  readonly #context: ChangesContext;

  constructor(tape: TapeSoFar, context: ChangesContext) {
    this.#tape = tape;
    this.#context = context;
  }

  /** False if the session has nothing of the instrument. */
  bar(id: string, bar: Bar, standing: StandingSession): boolean {
    const { instrument, date, base } = bar;
    const close = standing.closes.get(instrument);
    if (close === undefined) return false;
    this.#prices(id, instrument, rolesOf(bar), ticksOf(bar), standing, date);
    const revised = this.#decimal(instrument, bar.close);
    if (!this.#isSame(instrument, close, revised)) this.#close(id, bar, revised);
    if (base !== undefined && standing.ids.has(`${id}-close`)) this.#base(`${id}-base`, instrument, base);
    return true;
  }

  /** Takes the official close of an instrument as the source now gives it. */
  close(id: string, bar: Pick<Bar, "instrument" | "date" | "close">, standing: StandingSession): void {
    const before = standing.closes.get(bar.instrument);
    const close = this.#decimal(bar.instrument, bar.close);
    if (before === undefined || !this.#isSame(bar.instrument, before, close)) this.#close(id, bar, close);
  }

  /** False if the trade is no print of the session. */
  trade(id: string, { instrument, prices, roles }: Trade, standing: StandingSession): boolean {
    if (roles === undefined) return standing.ids.has(id);
    if (!roles.some((role) => standing.ids.has(`${id}-${role}`))) return false;
    this.#prices(id, instrument, roles, prices, standing, undefined);
    return true;
  }

  #prices(
    id: string,
    instrument: string,
    roles: readonly BarRole[],
    prices: readonly string[],
    { ids, ticks }: StandingSession,
    date: TradingDate | undefined,
  ): void {
    // Ticks of another source can't be told apart by their roles in the day.
    if (!roles.some((role) => ids.has(`${id}-${role}`))) return;
    roles.forEach((role, place) => {
      const tick = `${id}-${role}`;
      const price = this.#decimal(instrument, prices[place]!);
      if (!ids.has(tick)) this.#late(tick, role, instrument, price, date);
      else {
        const before = ticks.get(tick);
        // A tick that is busted on the tape stays busted.
        if (before === undefined || this.#isSame(instrument, before, price)) return;
        const number = this.#tape.corrections(tick) + 1;
        this.#tell({
          id: `${tick}-corrected-${number}`,
          type: "TickCorrected",
          at: this.#tape.latest,
          tick,
          price,
        });
      }
    });
  }

  /** A base price can no longer be given once its session has opened. */
  #base(id: string, instrument: string, base: string): void {
    const before = this.#tape.basePrice(id);
    const isSame = before !== undefined && this.#isSame(instrument, before, this.#decimal(instrument, base));
    if (!isSame) this.latePrices += 1;
  }

  #late(id: string, role: BarRole, instrument: string, price: Decimal, date: TradingDate | undefined): void {
    if (role === "open" || role === "close" || date !== this.#tape.lastDate) this.latePrices += 1;
    else
      this.#tell({ id, type: "PriceTicked", at: this.#tape.latest, instrument, price, updates: ["highLow"] });
  }

  #close(id: string, { instrument, date }: Pick<Bar, "instrument" | "date">, close: Decimal): void {
    const number = this.#tape.corrections(closeOf(date, instrument)) + 1;
    const { mic } = this.#context;
    this.#tell({
      id: `${id}-official-${number}`,
      type: "CloseCorrected",
      at: this.#tape.latest,
      mic,
      date,
      instrument,
      close,
    });
  }

  #tell(event: MarketEvent): void {
    this.corrected += 1;
    this.#context.lines.event(event);
  }

  #decimal(instrument: string, price: string): Decimal {
    return JSON.parse(this.#context.scales.price(instrument, price)) as Decimal;
  }

  #isSame(instrument: string, a: Decimal, b: Decimal): boolean {
    const scale = this.#context.scales.scaleOf(instrument);
    return toUnits(a, scale) === toUnits(b, scale);
  }
}
