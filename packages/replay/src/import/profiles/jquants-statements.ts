/** The rows of J-Quants' statements that carry a forecast, as `GuidanceRevised`. */
import type { GuidanceItem, Metric } from "@tapefold/core";
import { ZoneClock } from "../../calendar/zone-clock.ts";
import type { Column, RowReader, RowValues } from "../read/profile.ts";
import { refused, skipped } from "../read/reading.ts";
import { readDate, timeReader } from "../read/time-text.ts";

const metrics: readonly { readonly metric: Metric; readonly column: string }[] = [
  { metric: "netSales", column: "ForecastNetSales" },
  { metric: "operatingProfit", column: "ForecastOperatingProfit" },
  { metric: "ordinaryProfit", column: "ForecastOrdinaryProfit" },
  { metric: "netProfitAttributable", column: "ForecastProfit" },
  { metric: "eps", column: "ForecastEarningsPerShare" },
  { metric: "dividendPerShare", column: "ForecastDividendPerShareAnnual" },
];
const FIRST_METRIC = 5;

export const statementColumns: readonly Column[] = [
  { name: "DisclosedDate", meaning: "when it was disclosed" },
  { name: "DisclosedTime", meaning: "and at what time, in Tokyo" },
  { name: "LocalCode", isInstrument: true, meaning: "the issuer" },
  { name: "TypeOfDocument", meaning: "forecast revisions and results are read, the rest skipped" },
  { name: "CurrentFiscalYearEndDate", meaning: "end of the year the forecast is for" },
  ...metrics.map(({ metric, column }) => ({
    name: column,
    isOptional: true,
    meaning: `forecast of ${metric}`,
  })),
];

/** Reads statements; a forecast's previous value is the one the issuer gave last in the same file. */
export function statementReader(
  clock: ZoneClock | undefined,
  localCode: (code: string) => string,
): RowReader {
  const timeOf = timeReader({ clock: clock ?? new ZoneClock("Asia/Tokyo") });
  const standing = new Map<string, string>();
  return (row) => {
    const kind = row.text(3);
    const isRevision = /ForecastRevision/.test(kind);
    if (!isRevision && !/FinancialStatements/.test(kind)) return skipped;
    const at = timeOf(`${row.text(0)} ${row.text(1)}`);
    if (typeof at === "object") return at;
    const fiscalYearEnd = readDate(row.text(4));
    if (fiscalYearEnd === undefined) return refused("bad-date");
    const issuer = localCode(row.text(2));
    if (!/^[0-9A-Z]{4,5}$/.test(issuer)) return refused("bad-instrument");
    const items = itemsOf(row, `${issuer} ${fiscalYearEnd}`, standing);
    if (items === undefined) return refused("bad-value");
    // Results repeat the standing forecast; only a revision is an event of its own.
    if (!isRevision || items.length === 0) return skipped;
    const scope = /NonConsolidated/.test(kind) ? "standalone" : "consolidated";
    const standard = /IFRS/.test(kind) ? "IFRS" : /US/.test(kind) ? "USGAAP" : "JGAAP";
    return {
      kind: "notice",
      at,
      event: { type: "GuidanceRevised", issuer, fiscalYearEnd, span: "FY", scope, standard, items },
    };
  };
}

function itemsOf(row: RowValues, year: string, standing: Map<string, string>): GuidanceItem[] | undefined {
  const items: GuidanceItem[] = [];
  for (const [index, { metric }] of metrics.entries()) {
    const text = (row.get(FIRST_METRIC + index) ?? "").trim();
    if (text === "") continue;
    if (!/^-?\d{1,20}(\.\d{1,10})?$/.test(text)) return undefined;
    const key = `${year} ${metric}`;
    items.push({ metric, previous: standing.get(key) ?? null, revised: text, currency: "JPY" });
    standing.set(key, text);
  }
  return items;
}
