import { formatInstant, type Instant, type MarketEvent } from "@tapefold/core";

const MICROS_PER_SECOND = 1_000_000;
const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, "0"));
/** Texts that JSON writes without escapes. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/** Events of one minute, and of one second, follow each other, so the texts of both are kept. */
const known = { minute: NaN, minuteText: "", second: NaN, secondText: "", whole: "" };

/**
 * An event as it stands on a tape, without the line's end: as JSON.stringify writes it with `at` as text, in
 * a third of the time.
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

/** An instant as it stands in a line: as formatInstant gives it, sooner if it is near the one before. */
export function instantText(at: Instant): string {
  const second = Math.floor(at / MICROS_PER_SECOND);
  const micros = at - second * MICROS_PER_SECOND;
  if (second !== known.second) {
    const minute = Math.floor(second / 60);
    if (minute !== known.minute) {
      known.minute = minute;
      known.minuteText = formatInstant(minute * 60 * MICROS_PER_SECOND).slice(0, -"00Z".length);
    }
    known.second = second;
    known.secondText = known.minuteText + TWO_DIGITS[second - minute * 60];
    known.whole = `${known.secondText}Z`;
  }
  return micros === 0 ? known.whole : known.secondText + fraction(micros);
}

/** `.25Z` for 250,000 microseconds. */
function fraction(micros: number): string {
  let digits = micros;
  let width = 6;
  for (; digits % 10 === 0; width -= 1) digits /= 10;
  return `.${String(digits).padStart(width, "0")}Z`;
}
