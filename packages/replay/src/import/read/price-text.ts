/**
 * Numbers as files write them, with an exponent or without. Nothing is repaired: a text that is no decimal is
 * refused by a code.
 */
import { type PriceText, refused, type Refused, type RejectCode } from "./reading.ts";

/** How sources write a missing value: programs, spreadsheets, terminals, and a dash of any width or a point. */
const BLANK = /^(?:null|none|n\/a|nan?|#n\/a(?: .*)?|<na>|\\n|-{1,3}|[\u2010-\u2015\u2212\uff0d]|\.)?$/i;
const SCIENTIFIC = /^(\d{1,30})(?:\.(\d{1,30}))?[eE]([+-]?\d{1,2})$/;
const PLAIN = /^\d{1,30}(?:\.\d{1,30})?$/;
const ZERO = /^0+(?:\.0+)?$/;
const DIGIT_ZERO = 48;
const SAFE_DIGITS = 15;
const THOUSANDS = /^-?\d{1,3}(?:[,' ]\d{3})+(?:\.\d+)?$/;
/** A currency's sign tells nothing that the listing does not. */
const CURRENCY_SIGN = /^\p{Sc} ?(?=\d)/u;
const COMMA = /^-?\d+(?:\.\d{3})*,\d+$/;

/** True of a trimmed text that stands for no value. */
export function isBlank(text: string): boolean {
  return BLANK.test(text);
}

/** Why a text is no price: absent, or refused by a code. */
export type NoPrice = "blank" | "zero" | RejectCode;

/** The text if it is a decimal above zero, else why not. */
export function readPrice(text: string): { readonly price: string } | NoPrice {
  if (PLAIN.test(text) && (text.charCodeAt(0) !== DIGIT_ZERO || !ZERO.test(text))) {
    return isTooHigh(text) ? "bad-price" : { price: text };
  }
  const trimmed = text
    .trim()
    .replace(CURRENCY_SIGN, "")
    .replace(/^\.(?=\d)/, "0.");
  if (isBlank(trimmed)) return "blank";
  if (ZERO.test(trimmed)) return "zero";
  const plain = SCIENTIFIC.test(trimmed) ? withoutExponent(trimmed) : trimmed;
  if (plain !== text) return readPrice(plain);
  // 1,234 could be either; a comma before three digits is taken for thousands.
  if (THOUSANDS.test(text)) return "thousands-separator";
  if (COMMA.test(text)) return "decimal-comma";
  return "bad-price";
}

/** True if no scale keeps the price a safe integer, so that no tape would take it. */
function isTooHigh(price: string): boolean {
  return price.length > SAFE_DIGITS && BigInt(price.split(".", 1)[0]!) >= BigInt(Number.MAX_SAFE_INTEGER);
}

/** The number without its exponent: 9.5e-05 is 0.000095, as programs write it that print floats. */
function withoutExponent(text: string): string {
  const [, whole = "", fraction = "", exponent = ""] = SCIENTIFIC.exec(text) ?? [];
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point >= digits.length) return digits.padEnd(point, "0");
  const padded = digits.padStart(digits.length - Math.min(point, 1) + 1, "0");
  const place = padded.length - (digits.length - point);
  return `${padded.slice(0, place)}.${padded.slice(place)}`;
}

/** A price that must be there. */
export function requirePrice(text: string): string | Refused {
  const read = readPrice(text);
  if (typeof read === "object") return read.price;
  return refused(read === "blank" ? "no-price" : read === "zero" ? "bad-price" : read);
}

/** A price that a source may leave blank or zero. */
export function optionalPrice(text: string): PriceText | undefined | Refused {
  const read = readPrice(text);
  if (typeof read === "object") return read.price;
  return read === "blank" || read === "zero" ? undefined : refused(read);
}

/** An amount that may be absent and may be zero; a whole number written as a float (`112600.0`) is fine. */
export function readSize(text: string | undefined): string | undefined | Refused {
  if (text === undefined || PLAIN.test(text)) return text;
  const trimmed = text.trim();
  if (isBlank(trimmed)) return undefined;
  return PLAIN.test(trimmed) ? trimmed : refused("bad-size");
}

/** The number with its point moved `places` to the left: (1815200, 4) is 181.52. */
export function shiftPoint(text: string, places: number): string {
  if (places === 0 || !PLAIN.test(text)) return text;
  const [whole = "", fraction = ""] = text.split(".");
  const digits = whole.padStart(places + 1, "0");
  const point = digits.length - places;
  return `${digits.slice(0, point).replace(/^0+(?=\d)/, "")}.${digits.slice(point)}${fraction}`;
}

/** Compares two plain decimals exactly. */
export function isBelow(a: string, b: string): boolean {
  // Compared digit by digit if the points stand in one place; a double keeps fifteen digits apart.
  if (a.length === b.length && a.indexOf(".") === b.indexOf(".")) return a < b;
  if (a.length <= 15 && b.length <= 15) return Number(a) < Number(b);
  const [wholeA = "", fractionA = ""] = a.split(".");
  const [wholeB = "", fractionB = ""] = b.split(".");
  const width = Math.max(wholeA.length, wholeB.length);
  const decimals = Math.max(fractionA.length, fractionB.length);
  const digitsA = wholeA.padStart(width, "0") + fractionA.padEnd(decimals, "0");
  return digitsA < wholeB.padStart(width, "0") + fractionB.padEnd(decimals, "0");
}
