/**
 * Instants as whole microseconds since 1970-01-01T00:00:00Z, and dates, read and printed without a clock or a
 * time zone: proleptic Gregorian arithmetic alone.
 */

/** Instant in whole microseconds since 1970-01-01T00:00:00Z; on a line of the tape an RFC 3339 text ending in `Z`. */
export type Instant = number;

/** Calendar date `YYYY-MM-DD`, local to the exchange. */
export type TradingDate = string;

const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,6}))?Z$/;
const [HYPHEN, ZERO] = [45, 48];
const MICROS_PER_SECOND = 1_000_000;
const MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

/**
 * The instant of an RFC 3339 text ending in `Z`, with at most 6 decimals of a second; undefined if the text is not
 * one, or if its microseconds exceed a safe integer.
 */
export function parseInstant(text: string): Instant | undefined {
  const match = INSTANT.exec(text);
  if (match === null) return undefined;
  const day = dayNumber(match[1] ?? "");
  if (day === undefined) return undefined;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4]);
  const micros = day * MICROS_PER_DAY + seconds * MICROS_PER_SECOND + Number((match[5] ?? "").padEnd(6, "0"));
  return Number.isSafeInteger(micros) ? micros : undefined;
}

/** The shortest RFC 3339 text of an instant, in UTC. */
export function formatInstant(instant: Instant): string {
  const day = Math.floor(instant / MICROS_PER_DAY);
  const inDay = instant - day * MICROS_PER_DAY;
  const seconds = Math.floor(inDay / MICROS_PER_SECOND);
  const micros = inDay - seconds * MICROS_PER_SECOND;
  const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((n) => pad(n, 2))
    .join(":");
  const fraction = micros === 0 ? "" : `.${pad(micros, 6).replace(/0+$/, "")}`;
  return `${formatDay(day)}T${time}${fraction}Z`;
}

/** True if the text is a date that exists, written `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  return dayNumber(text) !== undefined;
}

/** Days since 1970-01-01; undefined if the text is no date that exists. */
export function dayNumber(date: TradingDate): number | undefined {
  if (date.length !== 10 || date.charCodeAt(4) !== HYPHEN || date.charCodeAt(7) !== HYPHEN) return undefined;
  const [year, month, day] = [digits(date, 0, 4), digits(date, 5, 7), digits(date, 8, 10)];
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1)) return undefined;
  const days = daysFromCivil(year, month, day);
  // Every month has 28 days; a later day exists only if it is printed back as the same date.
  return day <= 28 || formatDay(days) === date ? days : undefined;
}

/** The date of a number of days since 1970-01-01. */
export function formatDay(days: number): TradingDate {
  // Years begin in March, so that the leap day is the last of its year; eras are 400 years of 146,097 days.
  const fromMarch0 = days + 719_468;
  const era = Math.floor(fromMarch0 / 146_097);
  const dayOfEra = fromMarch0 - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function daysFromCivil(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The number written from `from` on; NaN if a character is no digit. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index += 1) {
    const digit = text.charCodeAt(index) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
