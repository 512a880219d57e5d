/** Errors for invalid lines of the tape, in plain words and one line of printable ASCII. */
import { MarketError, type Place } from "../errors.ts";

/** The value at a path; undefined if there is none. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, key)) return undefined;
    inner = (inner as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return inner;
}

/** The error for a line: its field, the value there, and the fault. */
export function lineInvalid(
  field: string,
  message: string,
  place: Place,
  value?: unknown,
): MarketError<"LOG_LINE_INVALID"> {
  const found = field === "" ? undefined : valueAt(value, field.split("."));
  const subject = [
    field === "" ? "" : `${printable(field)}:`,
    found === undefined || typeof found === "object" ? "" : quoted(found),
  ].filter(Boolean);
  return new MarketError("LOG_LINE_INVALID", [...subject, message].join(" "), { ...place, field });
}

/** A value of the tape in a message: quoted, shortened, one line of printable ASCII. */
export function quoted(value: unknown): string {
  const json = JSON.stringify(value) ?? "nothing";
  return printable(json.length > 60 ? `${json.slice(0, 57)}...` : json);
}

function printable(message: string): string {
  return message.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
