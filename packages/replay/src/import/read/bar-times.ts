/**
 * Interprets the times of bars: how long each is, which end it is stamped at, and whether the bars are whole
 * days.
 */
import { MarketError } from "@tapefold/core";
import { fileError } from "../import-errors.ts";
import { dateOf } from "./date-text.ts";
import type { FileContext } from "./profile.ts";
import type { Reading, Trade } from "./reading.ts";

const MICROS_PER_SECOND = 1_000_000;
const MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
/** Bars further apart than this are days. */
const DAY_LEAST = 20 * 3600 * MICROS_PER_SECOND;
/** This many gaps of days in a row are no accident of a share that hardly trades. */
const DAYS_LEAST = 3;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Parses `30s`, `5m`, `1h` into microseconds. Throws `USAGE`. */
export function barLengthOf(text: string): number {
  const [, amount = "", unit = ""] = /^(\d{1,5})([smh])$/.exec(text) ?? [];
  const seconds = Number(amount) * (SECONDS[unit] ?? 0);
  if (seconds > 0 && seconds < 86_400) return seconds * MICROS_PER_SECOND;
  throw new MarketError("USAGE", `${text} is no length of a bar; give such as 30s, 5m or 1h`, {
    argument: "--bar-length",
  });
}

/**
 * True if bars are whole days, by the first of them, unless their length is told; `texts` is the content of the time's
 * column.
 */
export function areDays(readings: readonly Reading[], texts: readonly string[], file: FileContext): boolean {
  if (file.options.barLength !== undefined) return false;
  const trades = readings.filter((reading) => reading.kind === "trade");
  const isDate = (text: string): boolean => dateOf(text.trim(), file.dates) !== undefined;
  if (trades.length === 0) return texts.length > 0 && texts.every(isDate);
  const gaps = gapsOf(trades);
  const areApart = gaps.every((gap) => gap >= DAY_LEAST);
  if (gaps.length >= DAYS_LEAST - 1 && areApart) return true;
  // Two days stamped at their end lie outside as well; a single bar may be one of the evening.
  const isOutside = ({ at }: Trade): boolean => !isInSession(at, file);
  return (
    trades.every(isOutside) &&
    ((gaps.length > 0 && areApart) || trades.every(({ at }) => isMidnight(at, file)))
  );
}

/**
 * The length of a file's bars: as told, else the least time from one to the next; undefined if neither is
 * known.
 */
export function barLength(readings: readonly Reading[], told: number | undefined): number | undefined {
  if (told !== undefined) return told;
  const least = Math.min(...gapsOf(readings.filter((reading) => reading.kind === "trade")));
  return Number.isFinite(least) && least < DAY_LEAST ? least : undefined;
}

/** Gives a bar its span. Throws `USAGE` if bars are stamped at their end and their length is unknown. */
export function spannedBars(
  readings: readonly Reading[],
  { options, name }: FileContext,
): (reading: Reading) => Reading {
  const { barsAt = "begin" } = options;
  const length = barLength(readings, options.barLength);
  if (length === undefined) {
    if (barsAt === "begin") return (reading) => reading;
    const problem = "the length of its bars does not show; give --bar-length, such as 1m";
    throw fileError("IMPORT_HEADER", problem, name);
  }
  const shift = barsAt === "end" ? length : 0;
  return (reading) => {
    if (reading.kind !== "trade") return reading;
    const at = reading.at - shift;
    return { ...reading, at, until: at + length };
  };
}

/** The times between one bar and the next of the same instrument. */
function gapsOf(trades: readonly Trade[]): number[] {
  const last = new Map<string, number>();
  const gaps: number[] = [];
  for (const { instrument, at } of trades.toSorted((a, b) => a.at - b.at)) {
    const before = last.get(instrument);
    if (before !== undefined && at > before) gaps.push(at - before);
    last.set(instrument, at);
  }
  return gaps;
}

function isMidnight(at: number, { calendar, clock = calendar?.clock }: FileContext): boolean {
  return at % MICROS_PER_DAY === 0 || calendar?.clock.timeOf(at) === 0 || clock?.timeOf(at) === 0;
}

/** True if an instant lies in a session, its close excluded; always true for a market without a calendar. */
function isInSession(at: number, { calendar }: FileContext): boolean {
  if (calendar === undefined) return true;
  const session = calendar.session(calendar.clock.dateOf(at));
  return session !== undefined && session.open <= at && at < session.close;
}
