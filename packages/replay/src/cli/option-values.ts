/** Parses option values as they were typed. The parser refuses an invalid one, with the option's name. */
import { InvalidArgumentError, Option } from "commander";
import { placeOf } from "../disk/stats.ts";
import { colourOrders } from "../show/board-style.ts";
import { usageError } from "../show/error-line.ts";
import { type AsOf, END_OF_TAPE, parseAsOf } from "../tape/as-of.ts";

/** Help text of a tape argument. */
export const TAPE =
  "a .jsonl or .jsonl.gz file, the directory of a store, nats://host:port/STREAM, or - for standard input";

/** Help text of `--at`. */
export const AT = "as of a position, the end of a date, or an RFC 3339 instant";

/** Help text of `--without`. */
export const WITHOUT = "as if the events of these ids had never been";

/** Help text of `--rules`. */
export const RULES = "a module (.js or .ts) that exports rules of your own, folded beside the market's";

/** `--colours`. */
export function coloursOption(): Option {
  return new Option("--colours <order>", "which way round up and down are coloured")
    .choices(colourOrders)
    .default("west");
}

/** The point that `--at` names; the end of the tape if it is absent. */
export function asOfTyped(at: string | undefined): AsOf {
  return at === undefined ? END_OF_TAPE : parseAsOf(at);
}

/** Gathers the values of an option that may be given several times. */
export function gathered(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new InvalidArgumentError("Give a whole number.");
}

/** `max`, or a multiple of the original speed. */
export function speed(text: string): "max" | number {
  if (text === "max") return text;
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("Give max or a number above zero.");
}

/** A digest, or at least its first eight digits. */
export function digest(text: string): string {
  if (/^[0-9a-f]{8,64}$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError("Give 8 to 64 hexadecimal digits.");
}

/** Throws `USAGE` where what is written would take the place of what is read. */
export function mustBeApart(out: string, tape: string): void {
  if (tape !== "-" && placeOf(out) === placeOf(tape))
    throw usageError(`${out} is the tape to be read; give another name`, "--out");
}
