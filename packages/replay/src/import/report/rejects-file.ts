/** Writes every row that is not taken, with where it stood and why, as CSV. */
import { closeSync, openSync, writeSync } from "node:fs";
import { MarketError } from "@tapefold/core";
import type { Reject } from "../order/entry.ts";

const BUFFER_CHARACTERS = 64 * 1024;

export interface RejectsFile {
  readonly add: Reject;
  readonly close: () => void;
}

/** Begins a new file; throws `LOG_UNWRITABLE` where that is not possible. */
export function rejectsFile(path: string, delimiter: string): RejectsFile {
  const file = openForWriting(path);
  let pending = "file,line,code,row\n";
  const flush = (): void => {
    const bytes = Buffer.from(pending);
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
    pending = "";
  };
  return {
    add: (name, { line, fields }, code) => {
      const row = fields.map((field) => quoted(field, delimiter)).join(delimiter);
      pending += `${quoted(name, ",")},${line},${code},${quoted(row, ",")}\n`;
      if (pending.length > BUFFER_CHARACTERS) flush();
    },
    close: () => {
      flush();
      closeSync(file);
    },
  };
}

function openForWriting(path: string): number {
  try {
    return openSync(path, "w");
  } catch (cause) {
    const message = `cannot be written: ${cause instanceof Error ? cause.message : String(cause)} (${path})`;
    throw new MarketError("LOG_UNWRITABLE", message, { log: path }, cause);
  }
}

function quoted(field: string, delimiter: string): string {
  return field.includes(delimiter) || /["\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
