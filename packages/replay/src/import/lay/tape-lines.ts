/**
 * The lines of a tape in the making. An import's events are written as text and never built as objects: for a
 * large file that would be most of the work. Every method but `event` takes texts that need no escaping: ids
 * and instruments that have been checked.
 */
import type { Instant, MarketEvent, TradingDate } from "@tapefold/core";
import { eventLine, instantText } from "../../jsonl/event-line.ts";

/** Lines turned into bytes at a time: few enough to be young garbage, and in the processor's cache. */
const LINES_AT_ONCE = 64;

export class TapeLines {
  /** Lines written so far. */
  events = 0;
  #text = "";
  #pieces: Buffer[] = [];
  #instrument = "";
  #instrumentText = "";
  #leftOut: ReadonlySet<string> | undefined;

  /** Skips lines of these ids from now on. */
  leaveOut(ids: ReadonlySet<string> | undefined): void {
    this.#leftOut = ids;
  }

  /** Writes any event, as `eventLine` does; the other methods are faster ways for single types. */
  event(event: MarketEvent): void {
    if (this.#leftOut?.has(event.id) === true) return;
    this.#add(`${eventLine(event)}\n`);
  }

  opened(id: string, at: Instant, mic: string, date: TradingDate): void {
    if (this.#leftOut?.has(id) === true) return;
    const time = instantText(at);
    this.#add(`{"id":"${id}","type":"SessionOpened","at":"${time}","mic":"${mic}","date":"${date}"}\n`);
  }

  /** Writes a tick; `price` is as in JSON, `rest` follows it, from its comma on. */
  ticked(id: string, at: Instant, instrument: string, price: string, rest = ""): void {
    if (this.#leftOut?.has(id) === true) return;
    if (instrument !== this.#instrument) {
      this.#instrument = instrument;
      this.#instrumentText = `","instrument":"${instrument}","price":`;
    }
    const time = instantText(at);
    this.#add(`{"id":"${id}","type":"PriceTicked","at":"${time}${this.#instrumentText}${price}${rest}}\n`);
  }

  /** Writes a session's close; `rest` follows the date, from its comma on. */
  closed(id: string, at: Instant, mic: string, date: TradingDate, rest = ""): void {
    if (this.#leftOut?.has(id) === true) return;
    const time = instantText(at);
    this.#add(
      `{"id":"${id}","type":"SessionClosed","at":"${time}","mic":"${mic}","date":"${date}"${rest}}\n`,
    );
  }

  /** Gives the lines written since the last call. */
  take(): Uint8Array {
    this.#flush();
    const bytes = this.#pieces.length === 1 ? this.#pieces[0]! : Buffer.concat(this.#pieces);
    this.#pieces = [];
    return bytes;
  }

  #add(line: string): void {
    this.events += 1;
    this.#text += line;
    if (this.events % LINES_AT_ONCE === 0) this.#flush();
  }

  #flush(): void {
    if (this.#text === "") return;
    this.#pieces.push(Buffer.from(this.#text));
    this.#text = "";
  }
}

/** Official closes as JSON text; an object would reorder its keys and mistake one called `__proto__`. */
export function closesText(closes: readonly (readonly [instrument: string, close: string])[]): string {
  const ordered = closes.length === 1 ? closes : Object.entries(Object.fromEntries(closes));
  return `{${ordered.map(([instrument, close]) => `"${instrument}":${close}`).join(",")}}`;
}
