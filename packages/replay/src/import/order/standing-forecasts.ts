/**
 * Finds what the statements of issuers change: each against the forecast that stands before it, over all
 * files.
 */
import type { EventOf, GuidanceItem, Instant } from "@tapefold/core";
import type { Entry } from "./entry.ts";
import type { Statement } from "../read/reading.ts";

/** A split changes these as well, which revises no forecast. */
const PER_SHARE: ReadonlySet<string> = new Set(["eps", "dividendPerShare"]);

type Revision = Entry & { readonly reading: Statement };

/** Forecasts as they stand, and how issuers keep their books. */
export class StandingForecasts {
  /** Statements that change nothing: results, which repeat what stands. */
  repeated = 0;
  /** Revisions of a year for which neither the files nor the tape had a forecast. */
  unfounded = 0;
  readonly #values = new Map<string, { readonly value: string; readonly at: Instant }>();
  readonly #years = new Set<string>();
  readonly #books = new Map<string, Pick<Statement, "scope" | "standard">>();

  /** Takes over the forecasts that a tape already holds. */
  know({ at, issuer, fiscalYearEnd, scope, standard, items }: EventOf<"GuidanceRevised">): void {
    this.#books.set(issuer, { scope, standard });
    this.#years.add(`${issuer} ${fiscalYearEnd}`);
    for (const { metric, revised } of items)
      if (typeof revised === "string" || typeof revised === "number")
        this.#values.set(`${issuer} ${fiscalYearEnd} ${metric}`, { value: String(revised), at });
  }

  /**
   * Entries in order of time: each revision becomes its guidance, and so do results that change what stands; the
   * others are left out.
   */
  async *settle(batches: AsyncIterable<readonly Entry[]>): AsyncGenerator<readonly Entry[]> {
    let together: Revision[] = [];
    for await (const batch of batches) {
      const settled: Entry[] = [];
      for (const entry of batch) {
        if (together[0] !== undefined && entry.at !== together[0].at) {
          settled.push(...this.#guidance(together));
          together = [];
        }
        if (isRevision(entry)) together.push(entry);
        else settled.push(entry);
      }
      yield settled;
    }
    yield this.#guidance(together);
  }

  /** The guidance of one instant, in an order that does not depend on the files' own. */
  #guidance(statements: readonly Revision[]): Entry[] {
    // Results of the same instant already have the revised forecast.
    const order = ({ reading, id }: Revision): string => `${reading.isRevision ? 0 : 1} ${id}`;
    const ordered = statements.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
    return ordered.flatMap((entry) => {
      const notices = this.#take(entry);
      if (notices.length === 0) this.repeated += 1;
      return notices;
    });
  }

  #take(entry: Revision): Entry[] {
    const { at, issuer, forecasts, isRevision: isEvent, scope, standard } = entry.reading;
    const known = this.#books.get(issuer);
    const book = {
      scope: scope ?? known?.scope ?? "consolidated",
      standard: standard ?? known?.standard ?? "JGAAP",
    } as const;
    this.#books.set(issuer, book);
    const items = new Map<string, GuidanceItem[]>();
    const years = new Set(forecasts.map((each) => `${issuer} ${each.fiscalYearEnd}`));
    if (isEvent) this.unfounded += [...years].filter((year) => !this.#years.has(year)).length;
    for (const year of years) this.#years.add(year);
    let isChange = isEvent;
    for (const { fiscalYearEnd, metric, value } of forecasts) {
      const key = `${issuer} ${fiscalYearEnd} ${metric}`;
      const standing = this.#values.get(key);
      const previous = standing?.value ?? null;
      // Results that come late say what stood before.
      const isLate = standing !== undefined && standing.at > at;
      const isOther = previous !== null && Number(previous) !== Number(value);
      if (isOther && !isLate && !PER_SHARE.has(metric)) isChange = true;
      const ofYear = items.get(fiscalYearEnd) ?? [];
      items.set(fiscalYearEnd, [...ofYear, { metric, previous, revised: value, currency: "JPY" }]);
      if (!isLate) this.#values.set(key, { value, at });
    }
    if (!isChange) return [];
    return [...items].map(([fiscalYearEnd, changed], place): Entry => {
      const id = place === 0 ? entry.id : `${entry.id}-${fiscalYearEnd}`;
      const event = { type: "GuidanceRevised", issuer, fiscalYearEnd, span: "FY", ...book } as const;
      return { ...entry, id, reading: { kind: "notice", at, event: { ...event, items: changed } } };
    });
  }
}

function isRevision(entry: Entry): entry is Revision {
  return entry.reading.kind === "statement";
}
