import { isUtf8 } from "node:buffer";
import { MarketError, type MarketEvent, parseEvent, type Recorded } from "@tapefold/core";
import { BrokenArchive } from "./gunzip.ts";
import { LINE_BYTES_MAX, LineTooLong } from "./line-splitter.ts";
import { TickScanner } from "./tick-scanner.ts";
import { builtInUpcaster } from "../tape/upcaster.ts";

/** Changes a line's JSON before it is read as an event. */
export type Prepare = (value: unknown) => unknown;

/** Reads lines as events and numbers them; a line's number is its event's position. */
export class EventReader {
  readonly #name: string;
  readonly #prepare: Prepare;
  /** Undefined if the caller prepares lines in a way of its own, for then none may be read past it. */
  readonly #ticks: TickScanner | undefined;
  #events: number;

  /** Reads on after this many events. */
  constructor(name: string, prepare: Prepare, events = 0) {
    this.#events = events;
    this.#name = name;
    this.#prepare = prepare;
    this.#ticks = prepare === builtInUpcaster.value ? new TickScanner() : undefined;
  }

  /** Events read so far, with those before. */
  get events(): number {
    return this.#events;
  }

  /** The event on a line of a chunk. */
  read(chunk: Buffer, from: number, to: number): Recorded {
    const event = this.#ticks?.scan(chunk, from, to) ?? this.#readOrdinarily(chunk, from, to);
    this.#events += 1;
    return { position: this.#events, event };
  }

  #readOrdinarily(chunk: Buffer, from: number, to: number): MarketEvent {
    const event = parseEvent(this.#prepare(this.#json(chunk.subarray(from, to))));
    if (event.type === "PriceTicked") this.#ticks?.learn(chunk, from, to);
    return event;
  }

  /** Reads the rest after the last line end: nothing, a whole event, or one cut off. */
  readLast(rest: Buffer, start: number): Recorded | undefined {
    if (rest.length > 0) {
      if (rest[0] === OPENING_BRACE && !isJson(rest)) throw this.#torn("ends in the middle of a line", start);
      return this.read(rest, 0, rest.length);
    }
    if (this.#events > 0) return undefined;
    throw new MarketError("LOG_EMPTY", `holds no event; a tape has one in each line (${this.#name})`, {
      log: this.#name,
    });
  }

  /** The fault, with its place and the number of events that stand. */
  fault(error: unknown, start: number): unknown {
    if (error instanceof LineTooLong)
      return this.#placed(refusal(`is longer than ${LINE_BYTES_MAX} bytes; no event is`));
    // The schema recurses into its input; only endless nesting is too deep for it.
    if (error instanceof RangeError) return this.#placed(refusal("is nested too deep; no event is"));
    if (error instanceof BrokenArchive) return this.#broken(error, start);
    if (error instanceof MarketError && error.code === "LOG_LINE_INVALID") {
      return this.#placed(error as MarketError<"LOG_LINE_INVALID">);
    }
    return error;
  }

  #json(line: Buffer): unknown {
    const text = line.toString("utf8", this.#events === 0 && startsWithMark(line) ? 3 : 0);
    // Bytes that are not UTF-8 became this sign; but it may also stand on the tape as itself.
    if (text.includes("\ufffd") && !isUtf8(line))
      throw refusal("is no UTF-8; write the tape in that encoding");
    try {
      return JSON.parse(text);
    } catch (cause) {
      if (text.trim() === "") throw refusal("is blank; remove the line");
      throw refusal("is no JSON; a line must hold one JSON object", cause);
    }
  }

  #placed({ message, detail, cause }: MarketError<"LOG_LINE_INVALID">): MarketError {
    const line = this.#events + 1;
    const stand = `${count(this.#events)} ${this.#events === 1 ? "stands" : "stand"} before it`;
    const place = { log: this.#name, line, field: detail.field };
    return new MarketError("LOG_LINE_INVALID", `${message} (${this.#name}:${line}; ${stand})`, place, cause);
  }

  #broken(error: BrokenArchive, start: number): MarketError {
    if (error.isCutShort) return this.#torn("the archive ends too early; unpacked", start, error);
    const line = this.#events + 1;
    const message = `the archive is damaged, ${error.message}; fetch it again (${this.#name}:${line})`;
    return new MarketError("LOG_UNREADABLE", message, { log: this.#name, line }, error);
  }

  #torn(what: string, validBytes: number, cause?: unknown): MarketError {
    const place = { log: this.#name, line: this.#events + 1, validBytes, events: this.#events };
    const message = `${what}, its first ${validBytes} bytes hold ${count(this.#events)}; cut it there (${this.#name}:${place.line})`;
    return new MarketError("LOG_TORN", message, place, cause);
  }
}

/** The error for a line that is no event, for a reason the schema doesn't know. */
function refusal(message: string, cause?: unknown): MarketError<"LOG_LINE_INVALID"> {
  return new MarketError("LOG_LINE_INVALID", message, { field: "" }, cause);
}

const OPENING_BRACE = 0x7b;

function isJson(line: Buffer): boolean {
  try {
    JSON.parse(line.toString());
    return isUtf8(line);
  } catch {
    return false;
  }
}

/** Some editors begin a file with a byte order mark; it says nothing in UTF-8. */
function startsWithMark(line: Buffer): boolean {
  return line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf;
}

function count(events: number): string {
  return events === 1 ? "1 event" : `${events} events`;
}
