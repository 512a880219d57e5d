/**
 * Dates as files write them: year, day or month first, with `-`, `/` or `.` between, bare digits, an English month,
 * or the signs of East Asia. A year of three digits is of the Republic of China, which counts from 1912.
 */
import { dayNumber, type TradingDate } from "@tapefold/core";

/** Order of year, month and day in a date that is written in numbers. */
export type DateOrder = "YMD" | "DMY" | "MDY";

export interface DateFormat {
  readonly order: DateOrder;
  /** True if years have two digits: 70 to 99 are of the last century. */
  readonly hasShortYears: boolean;
}

export const YEAR_FIRST: DateFormat = { order: "YMD", hasShortYears: false };

const MICROS_PER_DAY = 86_400_000_000;
/** Days to either side of 1970 within which every instant of a day, in any zone, fits on a tape. */
export const DAYS_AROUND_1970 = Math.floor(Number.MAX_SAFE_INTEGER / MICROS_PER_DAY) - 2;
const DIGITS = /^(\d{4})(\d{2})(\d{2})$/;
const YEAR = /^(\d{4})([-/.]) ?(\d{1,2})\2 ?(\d{1,2})$/;
const OTHER = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/;
const TAIWAN = /^(1\d{2})([-/.])(\d{1,2})\2(\d{1,2})$/;
const EAST_ASIA = /^(\d{4})[年년] ?(\d{1,2})[月월] ?(\d{1,2})[日일]$/;
const DAY_MONTH = /^(\d{1,2})[-/ ]?([A-Za-z]{3})[A-Za-z]*[-/ ,]*(\d{4}|\d{2})$/;
const TAIWAN_BEGAN = 1911;
const MONTH_DAY = /^([A-Za-z]{3})[A-Za-z]* (\d{1,2}),? (\d{4})$/;
const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** The format that a text such as `DD/MM/YYYY`, `MDY` or `%d.%m.%y` names; undefined if it names none. */
export function dateFormatOf(text: string): DateFormat | undefined {
  const letters = text.replaceAll(/[^a-z]/gi, "");
  const order = [...new Set(letters.toUpperCase())].join("");
  if (order !== "YMD" && order !== "DMY" && order !== "MDY") return undefined;
  const years = letters.replaceAll(/[^y]/gi, "");
  return { order, hasShortYears: years === "y" ? text.includes("%") : years.length === 2 };
}

/** The date of a text without time; undefined if a tape has no such day. */
export function dateOf(text: string, format: DateFormat): TradingDate | undefined {
  if (tapeDay(text) !== undefined) return text;
  const digits = DIGITS.exec(text);
  if (digits !== null) return dated(digits[1], digits[2], digits[3]);
  const first = YEAR.exec(text);
  if (first !== null) return dated(first[1], first[3], first[4]);
  const signs = EAST_ASIA.exec(text);
  if (signs !== null) return dated(signs[1], signs[2], signs[3]);
  const taiwan = TAIWAN.exec(text);
  if (taiwan !== null) return dated(String(Number(taiwan[1]) + TAIWAN_BEGAN), taiwan[3], taiwan[4]);
  const other = OTHER.exec(text);
  if (other !== null) return ordered(other, format);
  const named = DAY_MONTH.exec(text);
  if (named !== null) return dated(named[3], monthOf(named[2]), named[1]);
  const american = MONTH_DAY.exec(text);
  return american === null ? undefined : dated(american[3], monthOf(american[1]), american[2]);
}

function ordered(
  [, first, , second, third = ""]: RegExpExecArray,
  format: DateFormat,
): TradingDate | undefined {
  if (format.hasShortYears && format.order === "YMD") return dated(first, second, third);
  if (format.order === "YMD" || (third.length === 2) !== format.hasShortYears) return undefined;
  return format.order === "DMY" ? dated(third, second, first) : dated(third, first, second);
}

/**
 * The order that some dates written in numbers have in common; `either` if two fit; undefined if they agree
 * on none.
 */
export function orderAmong(texts: Iterable<string>): DateOrder | "either" | undefined {
  let [isDayFirst, isMonthFirst] = [true, true];
  for (const text of texts) {
    const match = OTHER.exec(text.trim().split(/[ T]/, 1)[0] ?? "");
    if (match === null) continue;
    if (Number(match[1]) > 12) isMonthFirst = false;
    if (Number(match[3]) > 12) isDayFirst = false;
  }
  if (isDayFirst && isMonthFirst) return "either";
  return isDayFirst ? "DMY" : isMonthFirst ? "MDY" : undefined;
}

/** True of a text that begins with a date in numbers whose year comes last. */
export function isYearLast(text: string): boolean {
  return OTHER.test(text.trim().split(/[ T]/, 1)[0] ?? "");
}

/** The day's number; undefined unless the date exists and a tape's instants reach it: 1684 to 2255. */
export function tapeDay(date: string): number | undefined {
  const day = dayNumber(date);
  return day !== undefined && Math.abs(day) <= DAYS_AROUND_1970 ? day : undefined;
}

function dated(year = "", month = "", day = ""): TradingDate | undefined {
  const whole = year.length === 2 ? `${Number(year) < 70 ? 20 : 19}${year}` : year;
  const date = `${whole}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return tapeDay(date) === undefined ? undefined : date;
}

function monthOf(name = ""): string {
  return String(MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1);
}
