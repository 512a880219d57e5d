/** Reads messages of a live source as events: lines of a tape, or a vendor's trades by a mapping. */
import { formatInstant, MarketError, type MarketEvent, parseEvent } from "@tapefold/core";
import { nanoid } from "nanoid";
import { namesOf } from "../import/read/columns.ts";
import { YEAR_FIRST } from "../import/read/date-text.ts";
import type { Mapping } from "../import/read/mapping.ts";
import type { Column, RowReader } from "../import/read/profile.ts";
import { rejectCodes, type Trade } from "../import/read/reading.ts";
import { ZoneMissing } from "../import/read/time-text.ts";
import { builtInUpcaster } from "../tape/upcaster.ts";
import { withId } from "../tape/with-id.ts";

/** Gives the events of a message; throws MarketError `LOG_LINE_INVALID` for one that can't be taken. */
export type MessageReader = (text: string) => readonly MarketEvent[];

/** Reads messages that are events as they stand on a tape; an event without an id is given one. */
export const eventMessages: MessageReader = (text) => {
  const value = parsed(text);
  return [parseEvent(withId(builtInUpcaster.value(value)))];
};

export interface TradeNaming {
  /** Name of the source; a trade with a number of its own belongs to `source:instrument`. */
  readonly source: string;
  /** The instrument of trades that don't say it. */
  readonly instrument?: string;
}

/**
 * Reads a vendor's messages by a mapping on the profile `ticks`: columns are named by fields, `a.b` for a
 * field within another.
 */
export function tradeMessages(mapping: Mapping, { source, instrument }: TradeNaming): MessageReader {
  const [shape] = mapping.profile.shapes;
  if (mapping.profile.name !== "ticks")
    throw refusal("live messages are read by a mapping on the profile ticks");
  const read: RowReader = shape.begin({
    name: source,
    options: { ...mapping.options, ...(instrument !== undefined && { instrument }) },
    calendar: undefined,
    clock: undefined,
    dates: mapping.style.dates ?? YEAR_FIRST,
  });
  return (text) =>
    listed(parsed(text), mapping.each)
      .filter((item) => isWanted(item, mapping.where ?? {}))
      .flatMap((item) => {
        const get = (column: number): string | undefined => valueOf(item, shape.columns[column]);
        const reading = zoned(() => read({ get, text: (column) => get(column) ?? "" }));
        if (reading.kind === "refused") throw refusal(rejectCodes[reading.code]);
        return reading.kind === "trade" ? ticksOf(reading, source) : [];
      });
}

/** A message without a zone is left out like any other that can't be taken. */
function zoned<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof ZoneMissing) throw refusal("the time of a trade states no zone", cause);
    throw cause;
  }
}

function ticksOf(trade: Trade, source: string): MarketEvent[] {
  const { at, instrument, prices, size, updates, sequence } = trade;
  return prices.map((price) =>
    parseEvent({
      id: sequence === undefined ? nanoid() : `${instrument}-${sequence}`,
      type: "PriceTicked",
      at: formatInstant(at),
      ...(sequence !== undefined && { source: `${source}:${instrument}`, seq: sequence }),
      instrument,
      price,
      ...(size !== undefined && { size }),
      ...(updates !== undefined && { updates }),
    }),
  );
}

function listed(message: unknown, each: string | undefined): readonly unknown[] {
  const items = each === undefined ? message : fieldOf(message, each);
  if (Array.isArray(items)) return items;
  return items === undefined ? [] : [items];
}

function isWanted(item: unknown, where: Readonly<Record<string, readonly string[]>>): boolean {
  return Object.entries(where).every(([path, values]) => values.includes(textOf(fieldOf(item, path)) ?? ""));
}

function valueOf(item: unknown, column: Column | undefined): string | undefined {
  if (column === undefined) return undefined;
  for (const field of namesOf(column)) {
    const text = textOf(fieldOf(item, field));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The field at a path of names with dots between; places of a list count from 0. */
function fieldOf(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((within, name) => {
    const isThere = typeof within === "object" && within !== null && Object.hasOwn(within, name);
    return isThere ? (within as Readonly<Record<string, unknown>>)[name] : undefined;
  }, value);
}

function textOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map(String).join(" ");
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw refusal("is no JSON", cause);
  }
}

function refusal(message: string, cause?: unknown): MarketError<"LOG_LINE_INVALID"> {
  return new MarketError("LOG_LINE_INVALID", message, { field: "" }, cause);
}
