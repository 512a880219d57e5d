/** What is given to a log to keep is held against the schema, so that no log holds a line that nobody can read. */
import { MarketError } from "../errors.ts";
import { parseDecimal } from "../exact/decimal.ts";
import { formatInstant } from "../exact/instant.ts";
import { parseEvent } from "./event-schema.ts";
import { eventInvalid } from "./recorded.ts";

/** @throws MarketError `EVENT_INVALID`; `index` is its place among what was given. */
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

/** True for most of what there is: a tick of the fields that every tick has, each sound. */
function isPlainTick(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { type, id, at, instrument, price, source, seq } = value as Record<string, unknown>;
  if (type !== "PriceTicked") return false;
  for (const name in value) if (!TICK_FIELDS.has(name)) return false;
  return (
    isName(id, ID) &&
    isName(instrument, NAME) &&
    (source === undefined || isName(source, NAME)) &&
    (seq === undefined || (Number.isSafeInteger(seq) && (seq as number) >= 0)) &&
    Number.isSafeInteger(at) &&
    (Number.isFinite(price) || (typeof price === "string" && parseDecimal(price) !== undefined))
  );
}

const TICK_FIELDS = new Set(["type", "id", "at", "instrument", "price", "source", "seq"]);

function isName(value: unknown, pattern: RegExp): boolean {
  return typeof value === "string" && pattern.test(value);
}

/** Narrower than the schema's: what does not fit is asked of that. */
const ID = /^[\x21-\x7e]{1,128}$/;
const NAME = /^[A-Za-z0-9^][A-Za-z0-9._:^-]{0,63}$/;
