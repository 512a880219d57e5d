import type { GuidanceItem, Instant, MarketEvent } from "@tapefold/core";
import type { Random } from "./random.ts";

const METRICS = ["netSales", "operatingProfit", "netProfitAttributable"] as const;

/** Issuers' forecasts for their year, and how they revise them. */
export class Forecasts {
  readonly #random: Random;
  /** By issuer, each metric's forecast in hundred millions. */
  readonly #standing = new Map<string, number[]>();

  constructor(random: Random) {
    this.#random = random;
  }

  /**
   * A first forecast, or a revision of the standing one; `surprise` is the change of profit, as a fraction of
   * it.
   */
  revise(
    id: string,
    at: Instant,
    issuer: string,
    currency: string,
  ): { event: MarketEvent; surprise: number } {
    const before = this.#standing.get(issuer);
    const after = before === undefined ? this.#first() : before.map((value) => this.#changed(value));
    this.#standing.set(issuer, after);
    const items = METRICS.map((metric, index): GuidanceItem => {
      const previous = before?.[index] ?? null;
      return { metric, previous, revised: after[index] as number, currency, unit: "1e8" };
    });
    const terms = {
      fiscalYearEnd: "2026-12-31",
      span: "FY",
      scope: "consolidated",
      standard: "IFRS",
    } as const;
    const [was, is] = [before?.at(-1) ?? 1, after.at(-1) ?? 1];
    const surprise = before === undefined ? 0 : (is - was) / was;
    return { event: { id, type: "GuidanceRevised", at, issuer, ...terms, items }, surprise };
  }

  #first(): number[] {
    const sales = this.#random.between(1_000, 90_000);
    return [sales, Math.ceil(sales / 8), Math.ceil(sales / 12)];
  }

  /** Every other time unchanged, else up to a fifth up or down. */
  #changed(value: number): number {
    if (this.#random.isOneIn(2)) return value;
    return Math.max(1, value + Math.round((this.#random.bell() * value) / 5));
  }
}
