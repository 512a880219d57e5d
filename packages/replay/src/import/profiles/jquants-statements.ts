/** The rows of J-Quants' statements that carry a forecast. */
import { formatDay, type Metric, type TradingDate } from "@tapefold/core";
import { ZoneClock } from "../../calendar/zone-clock.ts";
import type { Column, RowReader, RowValues } from "../read/profile.ts";
import { type Forecast, refused, skipped, type Statement } from "../read/reading.ts";
import { readDate, timeReader } from "../read/time-text.ts";

/** The columns of a metric's forecast for the year: those of before 2026, and those of the second version. */
const metrics: readonly { readonly metric: Metric; readonly column: string; readonly short: string }[] = [
  { metric: "netSales", column: "ForecastNetSales", short: "FSales" },
  { metric: "operatingProfit", column: "ForecastOperatingProfit", short: "FOP" },
  { metric: "ordinaryProfit", column: "ForecastOrdinaryProfit", short: "FOdP" },
  { metric: "netProfitAttributable", column: "ForecastProfit", short: "FNP" },
  { metric: "eps", column: "ForecastEarningsPerShare", short: "FEPS" },
  { metric: "dividendPerShare", column: "ForecastDividendPerShareAnnual", short: "FDivAnn" },
];
const [NEXT_YEAR, FIRST_METRIC] = [5, 6];
const MS_PER_DAY = 86_400_000;

export const statementColumns: readonly Column[] = [
  { name: "DisclosedDate", aliases: ["DiscDate"], meaning: "when it was disclosed" },
  { name: "DisclosedTime", aliases: ["DiscTime"], meaning: "and at what time, in Tokyo" },
  { name: "LocalCode", aliases: ["Code"], isInstrument: true, meaning: "the issuer" },
  {
    name: "TypeOfDocument",
    aliases: ["DocType"],
    meaning: "forecast revisions and results are read, the rest skipped",
  },
  {
    name: "CurrentFiscalYearEndDate",
    aliases: ["CurFYEn"],
    meaning: "end of the year the forecast is for",
  },
  {
    name: "NextFiscalYearEndDate",
    aliases: ["NxtFYEn"],
    isOptional: true,
    meaning: "end of the next year (a year later if absent)",
  },
  ...metrics.map(({ metric, column, short }) => ({
    name: column,
    aliases: [short],
    isOptional: true,
    meaning: `forecast of ${metric}`,
  })),
  ...metrics.map(({ metric, column, short }) => ({
    name: `NextYear${column}`,
    aliases: [`Nx${short}`],
    isOptional: true,
    meaning: `forecast of ${metric} for the next year`,
  })),
];

/** Reads statements; their changes are known once those of all files are in order. */
export function statementReader(
  clock: ZoneClock | undefined,
  localCode: (code: string) => string,
): RowReader {
  const timeOf = timeReader({ clock: clock ?? new ZoneClock("Asia/Tokyo") });
  return (row) => {
    const kind = row.text(3);
    const isRevision = /ForecastRevision/.test(kind);
    if (!isRevision && !/FinancialStatements/.test(kind)) return skipped;
    const at = timeOf(`${row.text(0)} ${row.text(1)}`);
    if (typeof at === "object") return at;
    const fiscalYearEnd = readDate(row.text(4));
    const nextText = (row.get(NEXT_YEAR) ?? "").trim();
    const nextYearEnd = nextText === "" ? fiscalYearEnd && yearAfter(fiscalYearEnd) : readDate(nextText);
    if (fiscalYearEnd === undefined || nextYearEnd === undefined) return refused("bad-date");
    const issuer = localCode(row.text(2));
    if (!/^[0-9A-Z]{4,5}$/.test(issuer)) return refused("bad-instrument");
    const forecasts = forecastsOf(row, [fiscalYearEnd, nextYearEnd]);
    if (forecasts === undefined) return refused("bad-value");
    if (forecasts.length === 0) return skipped;
    const statement = { kind: "statement", at, issuer, fiscalYearEnd, isRevision, forecasts } as const;
    return { ...statement, ...scopeOf(kind), ...standardOf(kind) };
  };
}

function forecastsOf(row: RowValues, years: readonly TradingDate[]): Forecast[] | undefined {
  const forecasts: Forecast[] = [];
  for (const [later, fiscalYearEnd] of years.entries()) {
    for (const [index, { metric }] of metrics.entries()) {
      const text = (row.get(FIRST_METRIC + later * metrics.length + index) ?? "").trim();
      if (text === "") continue;
      if (!/^-?\d{1,20}(\.\d{1,10})?$/.test(text)) return undefined;
      forecasts.push({ fiscalYearEnd, metric, value: text });
    }
  }
  return forecasts;
}

function scopeOf(kind: string): Pick<Statement, "scope"> {
  if (/NonConsolidated/.test(kind)) return { scope: "standalone" };
  return /Consolidated/.test(kind) ? { scope: "consolidated" } : {};
}

function standardOf(kind: string): Pick<Statement, "standard"> {
  const standard = /_(IFRS|US|JP)$/.exec(kind)?.[1];
  if (standard === undefined) return {};
  return { standard: standard === "US" ? "USGAAP" : standard === "JP" ? "JGAAP" : "IFRS" };
}

/** The same day of the next year; the last day of February for February 29. */
function yearAfter(date: TradingDate): TradingDate {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const lastDay = new Date(Date.UTC(year + 1, month, 0)).getUTCDate();
  const next = month === 2 && day >= 28 ? lastDay : day;
  return formatDay(Date.UTC(year + 1, month - 1, next) / MS_PER_DAY);
}
