/** Parses option values as they were typed. The parser refuses an invalid one, with the option's name. */
import { InvalidArgumentError } from "commander";
import { placeOf } from "../disk/stats.ts";
import { usageError } from "../show/error-line.ts";

/** Help text of a tape argument. */
export const TAPE =
  "a .jsonl or .jsonl.gz file, the directory of a store, nats://host:port/STREAM, or - for standard input";

/** Help text of `--rules`. */
export const RULES = "a module (.js or .ts) that exports rules of your own, folded beside the market's";

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
