/**
 * Moves the prices of one venue: all with the market and each on its own, more at the beginning and the end
 * of a session than at noon. It uses only additions, multiplications and divisions, which round alike on
 * every machine.
 */
import type { Listed, Quoted } from "./listings.ts";
import type { Random } from "./random.ts";

/** Widest step from tick to tick, of one price and of the market, as a fraction. */
const STEP = 0.0008;
const MARKET_STEP = 0.002;
/** Most steps of the market in a session; without a limit a day of many ticks would be a wild one. */
const MARKET_STEPS = 400;
/** Widest step from one session to the next, of the market and, on top, of each price. */
const MARKET_GAP = 0.03;
const GAP = 0.01;

export class PriceWalk {
  readonly #random: Random;
  readonly #quoted: readonly Quoted[];
  /** Level of the market, as a fraction above its start, and its level when a price last followed it. */
  #market = 0;
  #steps = 0;
  #stepsEvery = 1;
  readonly #followed = new Map<Quoted, number>();

  constructor({ quoted }: Listed, random: Random) {
    this.#quoted = quoted;
    this.#random = random;
  }

  /** Moves prices before a session of this many ticks. */
  overnight(ticks: number): void {
    this.#stepsEvery = Math.ceil((ticks + 1) / MARKET_STEPS);
    this.#market += this.#random.bell() * MARKET_GAP;
    for (const quoted of this.#quoted) this.#follow(quoted, GAP);
  }

  /** Takes the price's next step, at a fraction of the session from 0 to 1. */
  step(quoted: Quoted, part: number): void {
    const liveliness = livelinessAt(part);
    this.#steps += 1;
    if (this.#steps % this.#stepsEvery === 0) this.#market += this.#random.bell() * MARKET_STEP * liveliness;
    this.#follow(quoted, STEP * liveliness);
  }

  /** Moves a price by news of its own, as a fraction of the price. */
  jump(quoted: Quoted, part: number): void {
    move(quoted, quoted.price * part);
  }

  #follow(quoted: Quoted, widest: number): void {
    const drift = (this.#market - (this.#followed.get(quoted) ?? 0)) * quoted.beta;
    this.#followed.set(quoted, this.#market);
    move(quoted, quoted.price * drift + this.#random.bell() * Math.max(1, quoted.price * widest));
  }
}

/** Liveliness, from 2 at the open and the close to a half at noon. */
function livelinessAt(part: number): number {
  const fromNoon = 2 * part - 1;
  return 0.5 + 1.5 * fromNoon * fromNoon;
}

/** Moves a price, which always stays between a tenth and ten times its start. */
function move(quoted: Quoted, by: number): void {
  const low = Math.max(1, Math.floor(quoted.firstPrice / 10));
  quoted.price = Math.min(Math.max(quoted.price + Math.round(by), low), quoted.firstPrice * 10);
}
