/** Writes every row that is not taken, with where it stood and why, as CSV. */
import { csvLine } from "../../disk/csv-line.ts";
import { NewFile } from "../../disk/new-file.ts";
import type { Reject } from "../order/entry.ts";

const BUFFER_CHARACTERS = 64 * 1024;

/** The file of rows that are not taken, in the making. */
export interface RejectsFile {
  readonly add: Reject;
  /** Moves the file to its place; an older one of that name stays until then. */
  readonly finish: () => Promise<void>;
  /** Removes an unfinished file. */
  readonly discard: () => void;
}

/**
 * Begins a new temporary file.
 *
 * @throws MarketError `LOG_UNWRITABLE`; as `add` and `finish` do.
 */
export function rejectsFile(path: string, delimiter: string): RejectsFile {
  const file = new NewFile(path);
  let pending = "file,line,code,row\n";
  return {
    add: (name, { line, fields }, code) => {
      const row = fields.map((field) => quoted(field, delimiter)).join(delimiter);
      pending += csvLine([name, line, code, row]);
      if (pending.length <= BUFFER_CHARACTERS) return;
      file.writeNow(Buffer.from(pending));
      pending = "";
    },
    finish: async () => {
      file.writeNow(Buffer.from(pending));
      await file.finish();
    },
    discard: () => file.discard(),
  };
}

function quoted(field: string, delimiter: string): string {
  return field.includes(delimiter) || /["\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
