/**
 * An instant in microseconds as the shortest RFC 3339 text: the civil date counted from days by the
 * proleptic Gregorian rule (eras of 400 years, 146,097 days), the fraction only as long as it must be.
 */
import type { Instant } from "@tapefold/core";

const MICROS_PER_DAY = 86_400_000_000n;

/** The instant as ISO 8601 in UTC. */
export function instantText(at: Instant): string {
  const micros = BigInt(at);
  const days = floorOver(micros, MICROS_PER_DAY);
  const ofDay = micros - days * MICROS_PER_DAY;
  const seconds = ofDay / 1_000_000n;
  const fraction = padded(ofDay % 1_000_000n, 6).replace(/0+$/, "");
  const clock = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n]
    .map((part) => padded(part, 2))
    .join(":");
  return `${civilDate(days)}T${clock}${fraction === "" ? "" : `.${fraction}`}Z`;
}

function civilDate(daysSince1970: bigint): string {
  let year = 1970n;
  let left = daysSince1970;
  const eras = floorOver(left, 146_097n);
  year += eras * 400n;
  left -= eras * 146_097n;
  while (left >= daysOfYear(year)) {
    left -= daysOfYear(year);
    year += 1n;
  }
  let month = 0;
  while (left >= daysOfMonth(year, month)) {
    left -= daysOfMonth(year, month);
    month += 1;
  }
  return `${padded(year, 4)}-${padded(BigInt(month + 1), 2)}-${padded(left + 1n, 2)}`;
}

function daysOfMonth(year: bigint, month: number): bigint {
  const lengths = [31n, isLeap(year) ? 29n : 28n, 31n, 30n, 31n, 30n, 31n, 31n, 30n, 31n, 30n, 31n];
  return lengths[month] ?? 31n;
}

function daysOfYear(year: bigint): bigint {
  return isLeap(year) ? 366n : 365n;
}

function isLeap(year: bigint): boolean {
  return year % 4n === 0n && (year % 100n !== 0n || year % 400n === 0n);
}

function padded(value: bigint, width: number): string {
  return value.toString().padStart(width, "0");
}

function floorOver(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}
