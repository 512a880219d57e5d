/**
 * The scale of every instrument: the most decimals its prices are written with, but no more than keep the highest
 * of them a safe integer. A first pass over the files sees the prices, a second one asks for them.
 */
import type { Decimal } from "@tapefold/core";
import { divideHalfAway, formatUnits, toFraction } from "@tapefold/core";
import { isBelow } from "./daily-bar.ts";

const SCALE_MAX = 15;
const DIGITS_OF_A_DOUBLE = 15;

interface Seen {
  decimals: number;
  highest: string;
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
      this.#seen.set(instrument, (seen = { decimals: 0, highest: "0", scale: undefined }));
    const point = text.indexOf(".");
    if (point !== -1) seen.decimals = Math.max(seen.decimals, text.length - point - 1);
    if (isBelow(seen.highest, text)) seen.highest = text;
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

function safeScale({ decimals, highest }: Seen): number {
  const { numerator, denominator } = toFraction(highest);
  let scale = Math.min(decimals, SCALE_MAX);
  const units = (): bigint => divideHalfAway(numerator * 10n ** BigInt(scale), denominator);
  while (scale > 0 && units() > BigInt(Number.MAX_SAFE_INTEGER)) scale -= 1;
  return scale;
}
