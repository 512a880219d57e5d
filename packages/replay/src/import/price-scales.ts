/**
 * The scale of every instrument: the most decimals its prices are written with, but no more than keep the highest
 * of them a safe integer. A first pass over the files sees the prices, a second one asks for them.
 */
import type { Decimal } from "@tapefold/core";
import { divideHalfAway, formatUnits } from "@tapefold/core";

const SCALE_MAX = 15;
const DIGITS_OF_A_DOUBLE = 15;

interface Seen {
  decimals: number;
  /** Highest price, rounded up to a whole number. */
  ceiling: bigint;
  /** Settled when the first price is asked for. */
  scale: number | undefined;
}

export class PriceScales {
  readonly #fixed: number | undefined;
  readonly #seen = new Map<string, Seen>();
  /** Prices that lost digits. */
  rounded = 0;

  /** With a scale given, that one holds for all. */
  constructor(fixed?: number) {
    this.#fixed = fixed;
  }

  /** Takes notice of a price. */
  see(instrument: string, text: string): void {
    let seen = this.#seen.get(instrument);
    if (seen === undefined)
      this.#seen.set(instrument, (seen = { decimals: 0, ceiling: 0n, scale: undefined }));
    const point = text.indexOf(".");
    const whole = point === -1 ? text.length : point;
    if (point !== -1) seen.decimals = Math.max(seen.decimals, text.length - point - 1);
    // Only a price with as many digits before its point can be the highest.
    if (whole < String(seen.ceiling).length) return;
    const ceiling = BigInt(text.slice(0, whole)) + 1n;
    if (ceiling > seen.ceiling) seen.ceiling = ceiling;
  }

  get instruments(): string[] {
    return [...this.#seen.keys()];
  }

  scaleOf(instrument: string): number {
    const seen = this.#seen.get(instrument);
    if (seen === undefined) return this.#fixed ?? 0;
    return (seen.scale ??= this.#fixed ?? safeScale(seen));
  }

  /** The price as it goes on the tape: a number where a double holds it, else a text. */
  price(instrument: string, text: string): Decimal {
    const scale = this.scaleOf(instrument);
    const point = text.indexOf(".");
    const decimals = point === -1 ? 0 : text.length - point - 1;
    const exact = decimals <= scale ? text : this.#round(text, decimals, scale);
    return exact.length <= DIGITS_OF_A_DOUBLE + 1 &&
      (exact.includes(".") || exact.length <= DIGITS_OF_A_DOUBLE)
      ? Number(exact)
      : exact;
  }

  #round(text: string, decimals: number, scale: number): string {
    const units = BigInt(text.replace(".", ""));
    const divisor = 10n ** BigInt(decimals - scale);
    if (units % divisor !== 0n) this.rounded += 1;
    return formatUnits(divideHalfAway(units, divisor), scale);
  }
}

function safeScale({ decimals, ceiling }: Seen): number {
  let scale = Math.min(decimals, SCALE_MAX);
  while (scale > 0 && ceiling * 10n ** BigInt(scale) > BigInt(Number.MAX_SAFE_INTEGER)) scale -= 1;
  return scale;
}
