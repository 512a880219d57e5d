/** The check of each value given to a log against the schema, so that no log holds a line that can't be read. */
import { MarketError } from "../errors.ts";
import { parseDecimal } from "../exact/decimal.ts";
import { formatInstant } from "../exact/instant.ts";
import { DECIMAL_LENGTH, EVENT_ID, NAME } from "./event-fields.ts";
import { parseEvent } from "./event-schema.ts";
import { INSTRUMENT_ID } from "./instrument-id.ts";
import { eventInvalid } from "./recorded.ts";

/** @throws MarketError `EVENT_INVALID`; `index` is its place, from 0, among the values given. */
export function mustBeEvent(value: unknown, index: number): void {
  if (isPlainTick(value)) return;
  const { at } = (value ?? {}) as { readonly at?: unknown };
  if (typeof value !== "object" || value === null) throw eventInvalid("", index);
  if (!Number.isSafeInteger(at)) throw eventInvalid("at", index);
  try {
    parseEvent({ ...value, at: formatInstant(at as number) });
  } catch (error) {
    if (!(error instanceof MarketError) || error.code !== "LOG_LINE_INVALID") throw error;
    throw eventInvalid((error as MarketError<"LOG_LINE_INVALID">).detail.field, index, error);
  }
}

/** True for a valid tick without rare fields, as most events are; other values are left to the slower schema. */
function isPlainTick(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { type, id, at, instrument, price, source, seq } = value as Record<string, unknown>;
  if (type !== "PriceTicked") return false;
  for (const name in value) if (!TICK_FIELDS.has(name)) return false;
  return (
    isText(id, EVENT_ID) &&
    isText(instrument, INSTRUMENT_ID) &&
    (source === undefined || isText(source, NAME)) &&
    (seq === undefined || (Number.isSafeInteger(seq) && (seq as number) >= 0)) &&
    Number.isSafeInteger(at) &&
    isDecimal(price)
  );
}

const TICK_FIELDS = new Set(["type", "id", "at", "instrument", "price", "source", "seq"]);

function isText(value: unknown, pattern: RegExp): boolean {
  return typeof value === "string" && pattern.test(value);
}

function isDecimal(value: unknown): boolean {
  if (typeof value !== "string") return Number.isFinite(value);
  return value.length <= DECIMAL_LENGTH && parseDecimal(value) !== undefined;
}
