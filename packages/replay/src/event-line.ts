import { formatDay, type Instant, type MarketEvent } from "@tapefold/core";

const MICROS_PER_SECOND = 1_000_000;
const SECONDS_PER_DAY = 86_400;
const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, "0"));
/** Texts that stand in JSON as they are. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/** Events of one day, and of one second, follow each other: the texts of both are kept. */
const known = { day: NaN, date: "", second: NaN, text: "" };

/**
 * An event as it stands on a tape, without the line's end: what JSON.stringify gives of it with `at` as text, at a
 * third of the time.
 */
export function eventLine(event: MarketEvent): string {
  let line = "";
  for (const [key, value] of Object.entries(event) as [string, unknown][]) {
    if (value === undefined) continue;
    line += `${line === "" ? "" : ","}"${key}":${key === "at" ? `"${instantText(event.at)}"` : valueText(value)}`;
  }
  return `{${line}}`;
}

function valueText(value: unknown): string {
  if (typeof value === "string" && PLAIN.test(value)) return `"${value}"`;
  return typeof value === "number" && Number.isFinite(value) ? String(value) : JSON.stringify(value);
}

/** An instant as it stands in a line: what formatInstant gives, sooner where it is near the one before. */
export function instantText(at: Instant): string {
  const second = Math.floor(at / MICROS_PER_SECOND);
  const micros = at - second * MICROS_PER_SECOND;
  if (second !== known.second) {
    const day = Math.floor(second / SECONDS_PER_DAY);
    if (day !== known.day) [known.day, known.date] = [day, formatDay(day)];
    const inDay = second - day * SECONDS_PER_DAY;
    const minute = Math.floor(inDay / 60);
    known.second = second;
    known.text = `${known.date}T${TWO_DIGITS[Math.floor(minute / 60)]}:${TWO_DIGITS[minute % 60]}:${TWO_DIGITS[inDay % 60]}`;
  }
  return micros === 0
    ? `${known.text}Z`
    : `${known.text}.${String(micros).padStart(6, "0").replace(/0+$/, "")}Z`;
}
