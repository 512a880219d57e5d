/** Times as files write them, to instants. A time without a zone needs to be told one. */
import { dayNumber, type Instant, type TradingDate } from "@tapefold/core";
import type { ZoneClock } from "../../calendar/zone-clock.ts";
import { refused, type Refused } from "./reading.ts";

const MICROS_PER_DAY = 86_400_000_000;
const ISO =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/;
const EPOCH = /^\d{9,19}$/;
/** `2024-01-04T00:00:` */
const MINUTE_LENGTH = 17;
const [ZERO, COLON, POINT] = [48, 58, 46];
const POWERS_OF_TEN = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];
const DATE = /^(\d{4})-?(\d{2})-?(\d{2})$/;
/** So far to either side of 1970 every instant of a day, in any zone, is one that a tape can hold. */
const DAYS_AROUND_1970 = Math.floor(Number.MAX_SAFE_INTEGER / MICROS_PER_DAY) - 2;

/** What one unit of a bare number is; by the number's length where nobody says. */
export type TimeUnit = "s" | "ms" | "us" | "ns";

/** A time needs a zone and none is known. */
export class ZoneMissing extends Error {}

/** Reads times; `clock` is the zone of those that state none. Beyond microseconds digits are cut. */
export function timeReader(
  clock: ZoneClock | undefined,
  unit?: TimeUnit,
): (text: string) => Instant | Refused {
  // Rows of one minute follow each other: where its text repeats, only the seconds are read anew.
  let minute = "";
  let micros = 0;
  let zone = "";
  return (text) => {
    if (minute !== "" && text.startsWith(minute) && text.endsWith(zone)) {
      const seconds = secondsMicros(text, text.length - zone.length);
      if (seconds !== undefined) return micros + seconds;
    }
    const match = ISO.exec(text);
    if (match === null) return EPOCH.test(text) ? epoch(text, unit) : refused("bad-time");
    const at = instantOf(match, clock);
    if (typeof at === "object") return at;
    // Clocks change between two minutes, never within one.
    const seconds = secondsMicros(text, text.length - (match[6]?.length ?? 0));
    if (seconds === undefined) return at;
    minute = text.slice(0, MINUTE_LENGTH);
    zone = match[6] ?? "";
    micros = at - seconds;
    return at;
  };
}

function instantOf(match: RegExpExecArray, clock: ZoneClock | undefined): Instant | Refused {
  const [, date = "", hour, minute, second = "0", fraction = "", zone] = match;
  const day = tapeDay(date);
  if (day === undefined) return refused("bad-date");
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return refused("bad-time");
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  const micros = seconds * 1_000_000 + Number(fraction.slice(0, 6).padEnd(6, "0"));
  if (zone !== undefined) return day * MICROS_PER_DAY + micros - offsetMicros(zone);
  if (clock === undefined) throw new ZoneMissing();
  return localInstant(clock, date, micros);
}

/** The seconds of `2024-01-04T00:00:59.123456` up to `end`, in microseconds; undefined where they are not written so. */
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

/** A date written `2024-11-05` or `20241105`, whatever time of day follows after a space or `T`; undefined where a tape has no such day. */
export function readDate(text: string): TradingDate | undefined {
  if (tapeDay(text) !== undefined) return text;
  const match = DATE.exec(text.trim().split(/[ T]/, 1)[0] ?? "");
  if (match === null) return undefined;
  const date = `${match[1]}-${match[2]}-${match[3]}`;
  return tapeDay(date) === undefined ? undefined : date;
}

/** The day's number, where the date exists and a tape's instants reach it: 1684 to 2255. */
function tapeDay(date: string): number | undefined {
  const day = dayNumber(date);
  return day !== undefined && Math.abs(day) <= DAYS_AROUND_1970 ? day : undefined;
}

function epoch(text: string, unit: TimeUnit | undefined): Instant | Refused {
  const exact = BigInt(text);
  const micros = { s: exact * 1_000_000n, ms: exact * 1000n, us: exact, ns: exact / 1000n }[
    unit ?? unitOf(text)
  ];
  return micros <= BigInt(DAYS_AROUND_1970 * MICROS_PER_DAY) ? Number(micros) : refused("bad-time");
}

/** From 2001 to 2286 seconds have 10 digits, and each finer unit three more. */
function unitOf(text: string): TimeUnit {
  return text.length <= 11 ? "s" : text.length <= 14 ? "ms" : text.length <= 17 ? "us" : "ns";
}

function offsetMicros(zone: string): number {
  if (zone === "Z" || zone === "UTC") return 0;
  const digits = zone.replace(":", "");
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return (digits.startsWith("-") ? -minutes : minutes) * 60_000_000;
}
