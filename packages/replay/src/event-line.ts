import { formatInstant, type MarketEvent } from "@tapefold/core";

const MICROS_PER_SECOND = 1_000_000;
/** Texts that stand in JSON as they are. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/** Events of one second follow each other: its text is kept. */
let known = { second: NaN, text: "" };

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

function instantText(at: number): string {
  const second = Math.floor(at / MICROS_PER_SECOND);
  if (second !== known.second)
    known = { second, text: formatInstant(second * MICROS_PER_SECOND).slice(0, -1) };
  const micros = at - second * MICROS_PER_SECOND;
  return micros === 0
    ? `${known.text}Z`
    : `${known.text}.${String(micros).padStart(6, "0").replace(/0+$/, "")}Z`;
}
