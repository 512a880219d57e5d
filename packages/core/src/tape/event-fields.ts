/** Fields that events share, as zod reads them: ids, instants, dates and decimals, each with the words of its fault. */
import { z } from "zod";
import { parseDecimal } from "../exact/decimal.ts";
import { isDate, parseInstant } from "../exact/instant.ts";
import { INSTRUMENT_ID } from "./instrument-id.ts";

/** An event's id. */
export const EVENT_ID = /^[\x21-\x7e]{1,128}$/;

/** An id of a market, an issuer, a source or a table. */
export const NAME = /^[A-Za-z0-9^][A-Za-z0-9._:^-]{0,63}$/;

/** Longest accepted decimal text; a price has 16 digits at most, a market's capitalisation some 20. */
export const DECIMAL_LENGTH = 64;

export const eventId = z
  .string()
  .regex(EVENT_ID, "is no event id; write 1 to 128 printable ASCII characters without spaces");
export const name = z
  .string()
  .regex(NAME, "is no id; write up to 64 of A-Z a-z 0-9 . _ : ^ -, the first a letter, digit or ^");
export const instrumentId = z
  .string()
  .regex(
    INSTRUMENT_ID,
    "is no id of an instrument; write up to 64 printable characters but space \" ' < > \\ [ ] { } and comma, the first none of _ . - + = @",
  );
export const text = z.string();
export const instant = z
  .string()
  .meta({ format: "date-time" })
  .transform((at, context) => {
    const micros = parseInstant(at);
    if (micros !== undefined) return micros;
    context.issues.push({
      code: "custom",
      input: at,
      message: "is no UTC instant; write it as 2026-03-12T00:30:00Z, with up to 6 decimals",
    });
    return z.NEVER;
  });
export const date = z
  .string()
  .refine(isDate, "is no date; write an existing one as 2026-03-12")
  .meta({ format: "date" });
export const decimal = z
  .union(
    [z.number(), z.string().max(DECIMAL_LENGTH, "is no decimal; it has more digits than any price")],
    "is no decimal; write a number, or digits in quotes",
  )
  .refine((value) => parseDecimal(value) !== undefined, "is no decimal; write it as 4812.06");
export const positiveDecimal = decimal.refine(
  (value) => (parseDecimal(value)?.units ?? 0n) > 0n,
  "must be above zero",
);
export const wholeNumber = z.int();
export const positiveInteger = z.int().min(1, "must be a whole number above zero");

/** True if one decimal is at most another. */
export function isAscending(low: number | string, high: number | string): boolean {
  const [a, b] = [parseDecimal(low), parseDecimal(high)];
  if (a === undefined || b === undefined) return false;
  return a.units * 10n ** BigInt(b.scale) <= b.units * 10n ** BigInt(a.scale);
}
