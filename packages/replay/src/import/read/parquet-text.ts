/** Values of Parquet as a file of text would hold them: exact decimals, dates, times, numbers by their shortest digits. */
import { formatDay, formatInstant } from "@tapefold/core";
import type { SchemaElement } from "hyparquet";

/** Digits that distinguish any two single floats. */
const FLOAT_DIGITS = 9;
/** `1970-01-01T`, behind which an instant's text has the time of day. */
const DATE_LENGTH = 11;

/** Gives the texts of a column's values. */
export function textOfColumn(element: SchemaElement): (value: unknown) => string {
  const { converted_type: converted, logical_type: logical, type } = element;
  if (converted === "DECIMAL" || logical?.type === "DECIMAL") return present(decimalText(scaleOf(element)));
  if (converted === "DATE" || logical?.type === "DATE") return present((value) => formatDay(Number(value)));
  const micros = microsOf(element);
  if (micros !== undefined) {
    const isTimeOfDay = converted?.startsWith("TIME_") === true || logical?.type === "TIME";
    // A time that is not of UTC has no zone; `--zone` gives the file's.
    const isLocal = logical?.type === "TIMESTAMP" && logical.isAdjustedToUTC === false;
    const text = (value: unknown): string => formatInstant(micros(BigInt(value as bigint)));
    if (isTimeOfDay) return present((value) => text(value).slice(DATE_LENGTH, -1));
    return present(isLocal ? (value) => text(value).slice(0, -1) : text);
  }
  return present(type === "FLOAT" ? (value) => floatText(value as number) : plainText);
}

function present(text: (value: unknown) => string): (value: unknown) => string {
  return (value) => (value === null || value === undefined ? "" : text(value));
}

function scaleOf({ scale, logical_type: logical }: SchemaElement): number {
  const stated = logical?.type === "DECIMAL" ? logical.scale : scale;
  return stated ?? scale ?? 0;
}

function decimalText(scale: number): (value: unknown) => string {
  return (value) => {
    const units = value instanceof Uint8Array ? signedOf(value) : BigInt(value as number | bigint);
    const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
    const whole = digits.slice(0, digits.length - scale);
    return `${units < 0n ? "-" : ""}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ""}`;
  };
}

/** The number of bytes in two's complement, the highest first. */
function signedOf(bytes: Uint8Array): bigint {
  return bytes.length === 0
    ? 0n
    : BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString("hex")}`));
}

function microsOf({
  converted_type: converted,
  logical_type: logical,
  type,
}: SchemaElement): ((value: bigint) => number) | undefined {
  const unit = logical?.type === "TIMESTAMP" || logical?.type === "TIME" ? logical.unit : undefined;
  if (unit === "MILLIS" || converted?.endsWith("_MILLIS") === true) return (value) => Number(value * 1000n);
  if (unit === "MICROS" || converted?.endsWith("_MICROS") === true) return Number;
  if (unit === "NANOS" || (type === "INT96" && converted === undefined))
    return (value) => Number((value - (((value % 1000n) + 1000n) % 1000n)) / 1000n);
  return undefined;
}

/** The fewest digits that stand for this single float and no other: 0.1, not 0.10000000149011612. */
function floatText(value: number): string {
  for (let digits = 6; digits < FLOAT_DIGITS; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(FLOAT_DIGITS)));
}

function plainText(value: unknown): string {
  return typeof value === "object"
    ? JSON.stringify(value)
    : String(value as string | number | bigint | boolean);
}
