/**
 * The zod twin of `event.ts`: reads one JSON value of the tape as an event, or says what is wrong with it. Faults that
 * a single line shows are found here; all others are found by admission.
 */
import { z } from "zod";
import type { Place } from "../errors.ts";
import { instrumentKinds, type MarketEvent } from "./event.ts";
import {
  date,
  decimal,
  eventId,
  instant,
  instrumentId,
  isAscending,
  name,
  positiveDecimal,
  positiveInteger,
  text,
  wholeNumber,
} from "./event-fields.ts";
import { lineInvalid, quoted, valueAt } from "./event-fault.ts";
import { METRICS, STATISTICS } from "./published-event.ts";

const base = {
  id: eventId,
  at: instant,
  source: name.exactOptional(),
  seq: z.int().min(0, "must be a whole number from 0").exactOptional(),
  v: z
    .literal(1, "is a version of the event's shape that is not known here; update tapefold")
    .exactOptional(),
};

const phase = z.enum(["open", "break", "auction"]);
const constituents = z
  .array(z.strictObject({ instrument: instrumentId, weight: positiveDecimal }))
  .min(1, "must name at least one member")
  .refine(
    (members) => new Set(members.map(({ instrument }) => instrument)).size === members.length,
    "names a member twice",
  );
const halt = {
  ...base,
  mic: name.exactOptional(),
  instrument: instrumentId.exactOptional(),
  kind: z.enum(["halt", "breaker", "sidecar"]),
  reason: text.exactOptional(),
};
const guidanceValue = z.union(
  [
    decimal,
    z
      .tuple([decimal, decimal])
      .refine(([low, high]) => isAscending(low, high), "is no range; write [low, high]"),
    z.null(),
  ],
  "is no value; write a decimal, [low, high] or null",
);

const schemas = {
  MarketListed: event("MarketListed", {
    mic: name,
    name: text,
    country: z.string().regex(/^[A-Z]{2}$/, "is no country; write two capital letters, as JP"),
    region: text,
    zone: z.string().regex(/^[A-Za-z0-9_+/-]{1,64}$/, "is no time zone; write an IANA name, as Asia/Tokyo"),
  }),
  InstrumentListed: event("InstrumentListed", {
    instrument: instrumentId,
    name: text,
    kind: z.enum(instrumentKinds),
    mic: name,
    currency: z.string().regex(/^[A-Z]{3}$/, "is no currency; write three capital letters, as JPY"),
    scale: z.int().min(0, "must be 0 to 15").max(15, "must be 0 to 15"),
    sector: text.exactOptional(),
    issuer: name.exactOptional(),
    priceLimits: text.exactOptional(),
    tickSizes: text.exactOptional(),
    fatFinger: positiveInteger.exactOptional(),
  }),
  PriceTablesLoaded: event("PriceTablesLoaded", {
    name: text,
    kind: z.enum(["limit", "tickSize"]),
    from: date,
    rows: z
      .array(z.strictObject({ below: positiveDecimal.exactOptional(), value: positiveDecimal }))
      .min(1, "must have a row")
      .refine(isRising, "must have rising `below`; only the last row may lack it"),
  }),
  CalendarLoaded: event("CalendarLoaded", {
    mic: name,
    from: date,
    to: date,
    dates: z
      .array(date)
      .refine(
        (dates) => dates.every((day, i) => i === 0 || day > (dates[i - 1] ?? "")),
        "must be rising dates",
      ),
  }),
  IndexDefined: z.discriminatedUnion("mode", [
    event("IndexDefined", { instrument: instrumentId, mode: z.literal("quoted") }),
    event("IndexDefined", {
      instrument: instrumentId,
      mode: z.literal("derived"),
      weighting: z.enum(["price", "adjusted-price", "cap"]),
      divisor: positiveDecimal,
      constituents,
      sampling: z.enum(["every-tick", "close-only"]).exactOptional(),
    }),
  ]),
  IndexRebalanced: event("IndexRebalanced", {
    instrument: instrumentId,
    constituents,
    divisor: positiveDecimal,
  }),
  InstrumentSplit: event("InstrumentSplit", {
    instrument: instrumentId,
    numerator: positiveInteger,
    denominator: positiveInteger,
    date,
  }),
  SplitWithdrawn: event("SplitWithdrawn", { split: eventId }),
  BasePriceSet: event("BasePriceSet", { instrument: instrumentId, date, price: decimal }),
  RecordSeeded: event("RecordSeeded", {
    instrument: instrumentId,
    basis: z.enum(["close", "high"]),
    level: decimal,
    date,
    complete: z.boolean().exactOptional(),
  }),
  StreakSeeded: event("StreakSeeded", {
    instrument: instrumentId,
    streak: wholeNumber,
    close: decimal,
    date,
  }),
  OwnershipDeclared: event("OwnershipDeclared", {
    parent: name,
    subsidiary: name,
    basisPoints: z.int().min(0, "must be 0 to 10000").max(10_000, "must be 0 to 10000").exactOptional(),
    consolidated: z.boolean().exactOptional(),
  }),
  SessionOpened: event("SessionOpened", { mic: name, date, phase: phase.exactOptional() }),
  SessionPhaseChanged: event("SessionPhaseChanged", { mic: name, date, phase }),
  SessionClosed: event("SessionClosed", {
    mic: name,
    date,
    closes: z.record(instrumentId, decimal).exactOptional(),
  }),
  SessionCancelled: event("SessionCancelled", { mic: name, date, reason: text.exactOptional() }),
  CloseCorrected: event("CloseCorrected", { mic: name, date, instrument: instrumentId, close: decimal }),
  PriceTicked: event("PriceTicked", {
    instrument: instrumentId,
    price: decimal,
    size: decimal.exactOptional(),
    updates: z.array(z.enum(["last", "highLow", "volume"])).exactOptional(),
  }),
  TickBusted: event("TickBusted", { tick: eventId }),
  TickCorrected: event("TickCorrected", { tick: eventId, price: decimal }),
  TickConfirmed: event("TickConfirmed", { tick: eventId }),
  TradingHalted: event("TradingHalted", halt).refine(namesOneTarget, "must name either mic or instrument"),
  TradingResumed: event("TradingResumed", halt).refine(namesOneTarget, "must name either mic or instrument"),
  GuidanceRevised: event("GuidanceRevised", {
    issuer: name,
    fiscalYearEnd: date,
    span: z.enum(["FY", "H1", "Q"]),
    scope: z.enum(["consolidated", "standalone"]),
    standard: z.enum(["JGAAP", "IFRS", "USGAAP"]),
    items: z
      .array(
        z.strictObject({
          metric: z.enum(METRICS),
          previous: guidanceValue,
          revised: guidanceValue,
          currency: z.string().exactOptional(),
          unit: z
            .string()
            .regex(/^1(0{0,18}|e\d{1,2})$/, "is no power of ten; write it as 1e9")
            .exactOptional(),
        }),
      )
      .min(1, "must hold an item")
      .refine(
        (items) => new Set(items.map(({ metric }) => metric)).size === items.length,
        "names a metric twice",
      ),
    corrects: eventId.exactOptional(),
  }),
  StatisticPublished: event("StatisticPublished", {
    mic: name.exactOptional(),
    instrument: instrumentId.exactOptional(),
    date,
    name: z.enum(STATISTICS),
    value: decimal,
    unit: z
      .string()
      .regex(/^([A-Z]{3}|shares)$/, "is no unit; write three capital letters, as JPY, or shares")
      .exactOptional(),
  }).refine(namesOneTarget, "must name either mic or instrument"),
} as const;

/** The output of the schemas; a type test holds it equal to the types of `event.ts`. */
export type ParsedEvent = z.output<(typeof schemas)[keyof typeof schemas]>;

/** All types of events, as written on the tape. */
export const eventTypes: readonly MarketEvent["type"][] = Object.keys(schemas) as MarketEvent["type"][];

/** The JSON Schema (draft 2020-12) of a line of the tape. `parseEvent` checks ids, dates and decimals further. */
export function tapeSchema(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(z.union(Object.values(schemas)), { io: "input", unrepresentable: "any" });
  return { ...schema, title: "A line of a tape" };
}

/**
 * Reads a value that `JSON.parse` gave as an event.
 *
 * @throws MarketError `LOG_LINE_INVALID`, naming the field; `place` is kept in its detail.
 */
export function parseEvent(value: unknown, place: Place = {}): MarketEvent {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw lineInvalid("", "a line must hold one JSON object", place);
  }
  const type: unknown = Object.hasOwn(value, "type") ? (value as { type: unknown }).type : undefined;
  if (typeof type !== "string" || !Object.hasOwn(schemas, type)) {
    const found = type === undefined ? "is missing" : `${quoted(type)} is no event type`;
    throw lineInvalid("type", `${found}; the types are ${eventTypes.join(", ")}`, place);
  }
  // zod drops a key named __proto__ silently; nothing on a tape may be dropped.
  if (hasProtoKey(value)) throw lineInvalid("__proto__", "is no field; remove it", place);
  const parsed = schemas[type as keyof typeof schemas].safeParse(value);
  if (parsed.success) return parsed.data as MarketEvent;
  const issue = faultOf(parsed.error.issues[0], value);
  throw lineInvalid(issue.field, issue.message, place, value);
}

function event<T extends MarketEvent["type"], S extends z.core.$ZodLooseShape>(type: T, shape: S) {
  return z.strictObject({ ...base, type: z.literal(type), ...shape });
}

function namesOneTarget({ mic, instrument }: { mic?: string; instrument?: string }): boolean {
  return (mic === undefined) !== (instrument === undefined);
}

function isRising(rows: { below?: number | string }[]): boolean {
  return rows.every(({ below }, index) => {
    const before = rows[index - 1]?.below;
    if (below === undefined) return index === rows.length - 1;
    return index === 0 || (before !== undefined && isAscending(before, below) && !isAscending(below, before));
  });
}

function hasProtoKey(value: object): boolean {
  if (Object.hasOwn(value, "__proto__")) return true;
  return Object.values(value).some(
    (inner) => typeof inner === "object" && inner !== null && hasProtoKey(inner as object),
  );
}

/** An issue in plain words; zod's own words are kept only if we have none. */
function faultOf(issue: z.core.$ZodIssue | undefined, value: object): { field: string; message: string } {
  if (issue === undefined) return { field: "", message: "is no event" };
  const field = issue.path.map(String).join(".");
  const isAbsent = valueAt(value, issue.path) === undefined;
  switch (issue.code) {
    case "unrecognized_keys":
      return {
        field: [field, ...issue.keys.slice(0, 1)].filter(Boolean).join("."),
        message: "is no field of this event; remove it",
      };
    case "invalid_key":
      return { field, message: issue.issues[0]?.message ?? issue.message };
    case "invalid_value":
      if (field === "v") return { field, message: issue.message };
      return { field, message: `must be one of ${issue.values.map(String).join(", ")}` };
    case "invalid_type":
      return {
        field,
        message: isAbsent ? "is missing; add it" : `must be of type ${issue.expected}`,
      };
    case "invalid_union": {
      if (issue.discriminator !== undefined) return { field, message: "must be one of quoted, derived" };
      if (isAbsent) return { field, message: "is missing; add it" };
      const ours = issue.errors.flat().find(({ code }) => code === "custom");
      return { field, message: ours?.message ?? issue.message };
    }
    default:
      return { field, message: issue.message };
  }
}
