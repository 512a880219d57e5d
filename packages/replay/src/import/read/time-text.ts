/** Turns times as files write them into instants. A time without a zone needs to be told one. */
import { formatDay, type Instant, type TradingDate } from "@tapefold/core";
import type { ZoneClock } from "../../calendar/zone-clock.ts";
import { type DateFormat, dateOf, DAYS_AROUND_1970, tapeDay, YEAR_FIRST } from "./date-text.ts";
import { refused, type Refused } from "./reading.ts";
import { zoneNamed } from "./zone-text.ts";

const MICROS_PER_DAY = 86_400_000_000;
const ISO =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/;
const EPOCH = /^(\d{9,19}(?:\.0+)?|\d{9,11}\.\d{1,9})$/;
/** `20240104090000` and `202401040900`; as milliseconds they would lie past a tape's range, or in 1976. */
const ALL_DIGITS = /^((?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(\d{6}|\d{4})$/;
/** Date, time of day with colons or none, AM or PM, zone. */
const LOOSE =
  /^(.*?[\d日일])(?:[T ,]+|-(?=\d\d:))(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?|\d{3,6})\s*([AP]M(?![a-z]))?\s*((?:Z|(?:GMT|UTC)?[+-]\d{1,2}(?::?\d{2})?|\[?[A-Za-z]+(?:\/[\w+-]+)*\]?)(?:\[[\w/+-]+\])?)?$/i;
/** A date that was written as a time of its own. */
const MIDNIGHT = /[T ]00:00(?::00(?:\.0+)?)?$/;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?$/;
/** `2024-01-04T00:00:` */
const MINUTE_LENGTH = 17;
const [ZERO, COLON, POINT] = [48, 58, 46];
const POWERS_OF_TEN = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];

/** Unit of a bare number; by the number's length if it is not given. */
export type TimeUnit = "s" | "ms" | "us" | "ns";

/** How a file writes times. */
export interface TimeStyle {
  /** Zone of times that state none; of dates the market's own. */
  readonly clock?: ZoneClock | undefined;
  /** For dates: the zone of their times, if they state none and it is not the market's. */
  readonly zone?: ZoneClock | undefined;
  readonly unit?: TimeUnit | undefined;
  readonly dates?: DateFormat | undefined;
}

/** A time needs a zone and none is known. */
export class ZoneMissing extends Error {}

/** Reads times. Digits beyond microseconds are cut. */
export function timeReader({
  clock,
  unit,
  dates = YEAR_FIRST,
}: TimeStyle): (text: string) => Instant | Refused {
  // Rows of one minute follow each other: if its text repeats, only the seconds are read anew.
  let minute = "";
  let micros = 0;
  let zone = "";
  return (text) => {
    if (minute !== "" && text.startsWith(minute) && text.endsWith(zone)) {
      const seconds = secondsMicros(text, text.length - zone.length);
      if (seconds !== undefined) return micros + seconds;
    }
    const match = ISO.exec(text);
    if (match === null) return otherwise(text.trim(), { clock, unit, dates });
    const [, date = "", hour, min, second = "0", fraction, offset] = match;
    const at = instantOf(tapeDay(date), date, [hour, min, second, fraction], offset, clock);
    if (typeof at === "object") return at;
    // Clocks change between two minutes, never within one.
    const seconds = secondsMicros(text, text.length - (offset?.length ?? 0));
    if (seconds === undefined) return at;
    minute = text.slice(0, MINUTE_LENGTH);
    zone = offset ?? "";
    micros = at - seconds;
    return at;
  };
}

/** Joins a date and a time of day from two columns, in whichever of the two each is. */
export function joinedTime(text: string, other: string | undefined): string {
  if (other === undefined || EPOCH.test(text.trim()) || /\d[T ]+\d/.test(text)) return text;
  return /^\s*(?:\d{1,2}:|\d{1,6}\s*$)/.test(text)
    ? `${other.trim().replace(MIDNIGHT, "")} ${text.trim()}`
    : `${text.trim()} ${other.trim()}`;
}

/**
 * Reads dates of daily rows. A time and a zone after the date make it that instant's date on the market's
 * clock.
 */
export function dateReader({
  clock,
  zone: told,
  unit,
  dates = YEAR_FIRST,
}: TimeStyle): (text: string) => TradingDate | undefined {
  const other = told?.zone === clock?.zone ? undefined : told;
  return (text) => {
    if (tapeDay(text) !== undefined) return text;
    const trimmed = text.trim();
    const bare = dateOf(trimmed, dates);
    if (bare !== undefined) return bare;
    const digits = digitsOf(trimmed, unit);
    if (digits === null && EPOCH.test(trimmed)) return dateAt(epoch(trimmed, unit), clock);
    const [, date = "", time = "", half, zone] = digits ?? LOOSE.exec(trimmed) ?? [];
    const written = dateOf(date, dates);
    if (written === undefined || clock === undefined || (zone ?? other) === undefined) return written;
    return dateAt(instantOf(tapeDay(written), written, clockParts(time, half), zone, other), clock);
  };
}

/** The date of an instant; midnight UTC is how sources stamp a date that has no time at all. */
function dateAt(at: Instant | Refused, clock: ZoneClock | undefined): TradingDate | undefined {
  if (typeof at === "object") return undefined;
  return at % MICROS_PER_DAY === 0 || clock === undefined
    ? formatDay(Math.floor(at / MICROS_PER_DAY))
    : clock.dateOf(at);
}

/** Reads a date as most files write it, whatever time of day follows after a space or `T`. */
export const readDate = dateReader({});

function otherwise(text: string, { clock, unit, dates }: TimeStyle): Instant | Refused {
  const digits = digitsOf(text, unit);
  if (digits === null && EPOCH.test(text)) return epoch(text, unit);
  const [, date = "", time = "", half, zone] = digits ?? LOOSE.exec(text) ?? [];
  const written = dateOf(date, dates ?? YEAR_FIRST);
  if (written !== undefined) return instantOf(tapeDay(written), written, clockParts(time, half), zone, clock);
  return refused(CLOCK.test(time) || digits !== null ? "bad-date" : "bad-time");
}

/** Date and time of day without marks between; a unit says that digits are none. */
function digitsOf(text: string, unit: TimeUnit | undefined): RegExpExecArray | null {
  return unit === undefined ? ALL_DIGITS.exec(text) : null;
}

/** Hour, minute, second, fraction; the last two may be absent. */
type ClockParts = readonly (string | undefined)[];

/** `9:30`, `09:30:15.5`, `0930`, `93015`, and with `PM` the hours after noon. */
function clockParts(time: string, half: string | undefined): ClockParts {
  const match = CLOCK.exec(time);
  const digits = time.length > 4 ? time.padStart(6, "0") : time.padStart(4, "0");
  const [hour = "", ...rest] =
    match === null ? (digits.match(/\d\d/g) ?? []) : [match[1], match[2], match[3], match[4]];
  if (half === undefined) return [hour, ...rest];
  const isValid = Number(hour) >= 1 && Number(hour) <= 12;
  const after = half.toUpperCase() === "PM" ? 12 : 0;
  return [isValid ? String((Number(hour) % 12) + after) : "99", ...rest];
}

function instantOf(
  day: number | undefined,
  date: TradingDate,
  [hour, minute, second = "0", fraction = ""]: ClockParts,
  zone: string | undefined,
  clock: ZoneClock | undefined,
): Instant | Refused {
  if (day === undefined) return refused("bad-date");
  if (!(Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 59)) return refused("bad-time");
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const micros = seconds * 1_000_000 + Number(fraction.slice(0, 6).padEnd(6, "0"));
  if (zone === undefined && clock === undefined) throw new ZoneMissing();
  const named = zone === undefined ? clock : zoneNamed(zone);
  if (named === undefined) return refused("bad-time");
  return typeof named === "number"
    ? day * MICROS_PER_DAY + micros - named
    : localInstant(named, date, micros);
}

/**
 * The seconds of `2024-01-04T00:00:59.123456` up to `end`, in microseconds; undefined if they are not written
 * so.
 */
function secondsMicros(text: string, end: number): number | undefined {
  if (end < MINUTE_LENGTH + 2 || text.charCodeAt(MINUTE_LENGTH - 1) !== COLON) return undefined;
  let value = 0;
  let decimals = 0;
  for (let index = MINUTE_LENGTH; index < end; index += 1) {
    const digit = text.charCodeAt(index) - ZERO;
    if (index === MINUTE_LENGTH + 2) {
      if (digit !== POINT - ZERO || index === end - 1) return undefined;
      continue;
    }
    if (digit < 0 || digit > 9) return undefined;
    if (index === MINUTE_LENGTH && digit > 5) return undefined;
    if (index > MINUTE_LENGTH + 2 && ++decimals > 6) {
      if (decimals > 9) return undefined;
      continue;
    }
    value = value * 10 + digit;
  }
  return value * (POWERS_OF_TEN[Math.max(0, 6 - decimals)] ?? 1);
}

/** The instant of a local time, or why it has none. */
export function localInstant(clock: ZoneClock, date: TradingDate, micros: number): Instant | Refused {
  const instant = clock.instantOf(date, micros);
  if (typeof instant === "number") return instant;
  return refused(instant === "skipped" ? "no-such-time" : "ambiguous-time");
}

function epoch(text: string, unit: TimeUnit | undefined): Instant | Refused {
  const [whole = "", fraction] = text.replace(/\.0+$/, "").split(".");
  const exact = BigInt(whole);
  if (fraction !== undefined) {
    if ((unit ?? "s") !== "s") return refused("bad-time");
    return Number(exact) * 1_000_000 + Number(fraction.slice(0, 6).padEnd(6, "0"));
  }
  const micros = { s: exact * 1_000_000n, ms: exact * 1000n, us: exact, ns: exact / 1000n }[
    unit ?? unitOf(whole)
  ];
  return micros <= BigInt(DAYS_AROUND_1970 * MICROS_PER_DAY) ? Number(micros) : refused("bad-time");
}

/** The unit by the number of digits: from 2001 to 2286 seconds have 10, and each finer unit three more. */
function unitOf(text: string): TimeUnit {
  return text.length <= 11 ? "s" : text.length <= 14 ? "ms" : text.length <= 17 ? "us" : "ns";
}
