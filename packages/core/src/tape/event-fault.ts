/** Errors for invalid lines of the tape, in plain words and one line of printable ASCII. */
import { MarketError, type Place } from "../errors.ts";

/** True if there is no value at a path. */
export function isAbsent(value: object, path: readonly PropertyKey[]): boolean {
  let inner: unknown = value;
  for (const key of path)
    inner =
      typeof inner === "object" && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined;
  return inner === undefined;
}

/** The error for a line: its field, the value there, and the fault. */
export function lineInvalid(
  field: string,
  message: string,
  place: Place,
  value?: unknown,
): MarketError<"LOG_LINE_INVALID"> {
  const found = valueAt(value, field);
  const subject = [
    field === "" ? "" : `${printable(field)}:`,
    found === undefined ? "" : quoted(found),
  ].filter(Boolean);
  return new MarketError("LOG_LINE_INVALID", [...subject, message].join(" "), { ...place, field });
}

function valueAt(value: unknown, field: string): unknown {
  if (value === undefined || field === "") return undefined;
  let inner: unknown = value;
  for (const key of field.split(".")) {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, key)) return undefined;
    inner = (inner as Readonly<Record<string, unknown>>)[key];
  }
  return typeof inner === "object" ? undefined : inner;
}

/** A value of the tape in a message: quoted, shortened, one line of printable ASCII. */
export function quoted(value: unknown): string {
  const json = JSON.stringify(value) ?? "nothing";
  return printable(json.length > 60 ? `${json.slice(0, 57)}...` : json);
}

function printable(message: string): string {
  return message.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
