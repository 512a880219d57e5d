/**
 * The lines of a tape in the making. An import's events are written as they are found, never built: of a large file
 * they would be most of the work. Everything but `event` is given texts that need no escaping: ids and instruments
 * that have been checked.
 */
import type { Instant, MarketEvent, TradingDate } from "@tapefold/core";
import { eventLine, instantText } from "../event-line.ts";

export class TapeLines {
  /** Lines written since the beginning. */
  events = 0;
  #text = "";

  /** Any event, as `eventLine` writes it; the others are this one's faster ways. */
  event(event: MarketEvent): void {
    this.#add(eventLine(event));
  }

  opened(id: string, at: Instant, mic: string, date: TradingDate): void {
    const time = instantText(at);
    this.#add(`{"id":"${id}","type":"SessionOpened","at":"${time}","mic":"${mic}","date":"${date}"}`);
  }

  /** `price` is as in JSON; `rest` what follows it, from its comma on. */
  ticked(id: string, at: Instant, instrument: string, price: string, rest = ""): void {
    const time = instantText(at);
    this.#add(
      `{"id":"${id}","type":"PriceTicked","at":"${time}","instrument":"${instrument}","price":${price}${rest}}`,
    );
  }

  /** `rest` is what follows the date, from its comma on. */
  closed(id: string, at: Instant, mic: string, date: TradingDate, rest = ""): void {
    const time = instantText(at);
    this.#add(`{"id":"${id}","type":"SessionClosed","at":"${time}","mic":"${mic}","date":"${date}"${rest}}`);
  }

  /** The lines since it was last asked for them. */
  take(): string {
    const text = this.#text;
    this.#text = "";
    return text;
  }

  #add(line: string): void {
    this.events += 1;
    this.#text += `${line}\n`;
  }
}
