/**
 * The scale of every instrument: the most decimals its prices are written with, as long as the highest of
 * them stays a safe integer. A first pass over the files sees the prices, a second one asks for them.
 */
import { divideHalfAway, formatUnits, MarketError, toFraction } from "@tapefold/core";
import { isBelow } from "../read/price-text.ts";

const SCALE_MAX = 15;
const DIGITS_OF_A_DOUBLE = 15;
const [POINT, ZERO] = [46, 48];

interface Seen {
  decimals: number;
  highest: string;
  /** Settled when the first price is asked for. */
  scale: number | undefined;
}

export class PriceScales {
  readonly #fixed: number | undefined;
  readonly #listed: ((instrument: string) => number | undefined) | undefined;
  readonly #seen = new Map<string, Seen>();
  /** Prices that lost digits. */
  rounded = 0;

  /**
   * A `fixed` scale holds for all instruments; `listed` gives that of an instrument whose scale is settled
   * elsewhere.
   */
  constructor(fixed?: number, listed?: (instrument: string) => number | undefined) {
    this.#fixed = fixed;
    this.#listed = listed;
  }

  /** Notes a price. */
  see(instrument: string, text: string): void {
    let seen = this.#seen.get(instrument);
    if (seen === undefined) {
      seen = { decimals: 0, highest: "0", scale: undefined };
      this.#seen.set(instrument, seen);
    }
    const point = text.indexOf(".");
    const decimals = point === -1 ? 0 : text.length - point - 1;
    if (decimals > seen.decimals) seen.decimals = decimals;
    if (isBelow(seen.highest, text)) seen.highest = text;
  }

  get instruments(): string[] {
    return [...this.#seen.keys()];
  }

  scaleOf(instrument: string): number {
    const seen = this.#seen.get(instrument);
    if (seen === undefined) return this.#fixed ?? 0;
    return (seen.scale ??= this.#listed?.(instrument) ?? this.#fixed ?? safeScale(seen));
  }

  /**
   * The price as it stands in a line: a number if a double holds it, else a text in quotes. Throws `USAGE` if
   * the scale leaves nothing of it.
   */
  price(instrument: string, text: string): string {
    const scale = this.scaleOf(instrument);
    const point = text.indexOf(".");
    const decimals = point === -1 ? 0 : text.length - point - 1;
    const exact = decimals <= scale ? text : this.#round(instrument, text, decimals, scale);
    const digits = exact.length - (exact.includes(".") ? 1 : 0);
    return digits <= DIGITS_OF_A_DOUBLE ? shortest(exact) : `"${exact}"`;
  }

  #round(instrument: string, text: string, decimals: number, scale: number): string {
    const units = BigInt(text.replace(".", ""));
    const divisor = 10n ** BigInt(decimals - scale);
    if (units % divisor !== 0n) this.rounded += 1;
    const rounded = divideHalfAway(units, divisor);
    if (rounded === 0n) {
      const isListed = this.#listed?.(instrument) !== undefined;
      const remedy = isListed
        ? "the tape's is settled, so import into a new one"
        : `give --scale ${decimals}`;
      const message = `a scale of ${scale} leaves nothing of the price ${text} of ${instrument}; ${remedy}`;
      throw new MarketError("USAGE", message, { argument: "--scale" });
    }
    return formatUnits(rounded, scale);
  }
}

/** The double's shortest text, as in JSON: it keeps that many digits, but not the zeros around them. */
function shortest(text: string): string {
  if (text.startsWith("0")) return String(Number(text));
  if (!text.includes(".")) return text;
  let end = text.length;
  while (text.charCodeAt(end - 1) === ZERO) end -= 1;
  if (text.charCodeAt(end - 1) === POINT) end -= 1;
  return text.slice(0, end);
}

function safeScale({ decimals, highest }: Seen): number {
  const { numerator, denominator } = toFraction(highest);
  let scale = Math.min(decimals, SCALE_MAX);
  const units = (): bigint => divideHalfAway(numerator * 10n ** BigInt(scale), denominator);
  while (scale > 0 && units() > BigInt(Number.MAX_SAFE_INTEGER)) scale -= 1;
  return scale;
}
