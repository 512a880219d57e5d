/**
 * Turns bytes of a file into text: UTF-8, UTF-16 with a byte order mark, or the encoding that is named.
 * Nothing is guessed or repaired.
 */
import { StringDecoder } from "node:string_decoder";
import { MarketError } from "@tapefold/core";
import { fileError } from "../import-errors.ts";

const BYTE_ORDER_MARK = "\uFEFF";
const REPLACEMENT = "\uFFFD";
const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);

export interface TextSource {
  /** Throws `IMPORT_FILE` if the bytes are no text of the encoding; `line` is the one reached. */
  write(chunk: Buffer, line: number): string;
  end(line: number): string;
}

/** Throws `USAGE` for an encoding that is not known. */
export function textSource(name: string, encoding: string | undefined): TextSource {
  if (encoding !== undefined) return namedSource(name, encoding);
  let source: TextSource | undefined;
  return {
    write: (chunk, line) => {
      source ??= utf16Of(chunk, name) ?? utf8Source(name);
      return source.write(chunk, line);
    },
    end: (line) => source?.end(line) ?? "",
  };
}

/** Throws `USAGE`. */
export function mustBeEncoding(encoding: string): void {
  try {
    new TextDecoder(encoding);
  } catch (cause) {
    const problem = `there is no encoding ${encoding}; there are Shift_JIS, EUC-KR, GBK, Big5, UTF-16LE, windows-1252 and others`;
    throw new MarketError("USAGE", problem, { argument: "--encoding" }, cause);
  }
}

function utf16Of(chunk: Buffer, name: string): TextSource | undefined {
  const mark = chunk.subarray(0, 2).toString("hex");
  return mark === "fffe"
    ? namedSource(name, "utf-16le")
    : mark === "feff"
      ? namedSource(name, "utf-16be")
      : undefined;
}

function utf8Source(name: string): TextSource {
  const decoder = new StringDecoder("utf8");
  let isFirst = true;
  const checked = (text: string, chunk: Buffer, line: number): string => {
    if (text.includes("\0")) throw notUtf8(name, line, "; if it is UTF-16, give --encoding UTF-16LE");
    // This character in the file itself is no fault.
    if (text.includes(REPLACEMENT) && !chunk.includes(REPLACEMENT_BYTES)) {
      throw notUtf8(name, line, "; give --encoding, such as Shift_JIS, EUC-KR, GBK or windows-1252");
    }
    if (!isFirst) return text;
    isFirst = false;
    return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  };
  return {
    write: (chunk, line) => checked(decoder.write(chunk), chunk, line),
    end: (line) => checked(decoder.end(), Buffer.alloc(0), line),
  };
}

function namedSource(name: string, encoding: string): TextSource {
  mustBeEncoding(encoding);
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decoded = (chunk: Buffer | undefined, line: number): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (cause) {
      throw fileError("IMPORT_FILE", `is no ${encoding}; give another --encoding`, name, line + 1, cause);
    }
  };
  return { write: (chunk, line) => decoded(chunk, line), end: (line) => decoded(undefined, line) };
}

function notUtf8(name: string, line: number, remedy: string): Error {
  return fileError("IMPORT_FILE", `is no UTF-8${remedy}`, name, line + 1);
}
