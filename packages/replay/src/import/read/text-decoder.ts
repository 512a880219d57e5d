/**
 * Turns bytes of a file into text: the encoding of its byte order mark, else the one that is named, else UTF-8.
 * Nothing is guessed or repaired.
 */
import { StringDecoder } from "node:string_decoder";
import { MarketError } from "@tapefold/core";
import { fileError } from "../import-errors.ts";

const BYTE_ORDER_MARK = "\uFEFF";
const REPLACEMENT = "\uFFFD";
const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);

/** Names of Windows' code pages and Python's codecs that TextDecoder does not know. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  cp932: "shift_jis",
  cp936: "gbk",
  cp949: "euc-kr",
  cp950: "big5",
  utf_8: "utf-8",
  utf_8_sig: "utf-8",
  "utf-8-sig": "utf-8",
};

export interface TextSource {
  /** Throws `IMPORT_FILE` if the bytes are no text of the encoding; `line` is the one reached. */
  write(chunk: Buffer, line: number): string;
  end(line: number): string;
}

/** Throws `USAGE` for an encoding that is not known. */
export function textSource(name: string, encoding: string | undefined): TextSource {
  let source: TextSource | undefined;
  return {
    write: (chunk, line) => {
      source ??= sourceOf(chunk, name, encoding);
      return source.write(chunk, line);
    },
    end: (line) => source?.end(line) ?? "",
  };
}

/** Throws `USAGE`. */
export function mustBeEncoding(encoding: string): void {
  try {
    new TextDecoder(knownName(encoding));
  } catch (cause) {
    const problem = `there is no encoding ${encoding}; there are Shift_JIS, EUC-KR, GBK, Big5, UTF-16LE, windows-1252 and others`;
    throw new MarketError("USAGE", problem, { argument: "--encoding" }, cause);
  }
}

function knownName(encoding: string): string {
  const name = encoding.toLowerCase();
  return Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name]! : encoding;
}

/** Files of one run may be written differently, so a mark at the beginning wins over the name given. */
function sourceOf(chunk: Buffer, name: string, encoding: string | undefined): TextSource {
  const mark = chunk.subarray(0, 3).toString("hex");
  if (mark.startsWith("fffe")) return namedSource(name, "UTF-16LE");
  if (mark.startsWith("feff")) return namedSource(name, "UTF-16BE");
  return encoding === undefined || mark === "efbbbf" ? utf8Source(name) : namedSource(name, encoding);
}

function utf8Source(name: string): TextSource {
  const decoder = new StringDecoder("utf8");
  let isFirst = true;
  const checked = (text: string, chunk: Buffer, line: number): string => {
    if (text.includes("\0ustar")) throw fileError("IMPORT_FILE", "is a tar archive; unpack it first", name);
    if (text.includes("\0")) throw notUtf8(name, line, "; if it is UTF-16, give --encoding UTF-16LE");
    // This character in the file itself is no fault.
    if (text.includes(REPLACEMENT) && !chunk.includes(REPLACEMENT_BYTES)) {
      throw notUtf8(name, line, "; give --encoding, such as Shift_JIS, EUC-KR, GBK or windows-1252");
    }
    if (!isFirst) return text;
    isFirst = text === "";
    return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  };
  return {
    write: (chunk, line) => checked(decoder.write(chunk), chunk, line),
    end: (line) => checked(decoder.end(), Buffer.alloc(0), line),
  };
}

function namedSource(name: string, encoding: string): TextSource {
  mustBeEncoding(encoding);
  const decoder = new TextDecoder(knownName(encoding), { fatal: true });
  const decoded = (chunk: Buffer | undefined, line: number): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (cause) {
      throw fileError(
        "IMPORT_FILE",
        `is no ${encoding}; give another --encoding, or import files that differ one after the other by --into`,
        name,
        line + 1,
        cause,
      );
    }
  };
  return { write: (chunk, line) => decoded(chunk, line), end: (line) => decoded(undefined, line) };
}

function notUtf8(name: string, line: number, remedy: string): Error {
  return fileError("IMPORT_FILE", `is no UTF-8${remedy}`, name, line + 1);
}
