/** Turns daily bars into sessions: opened, the ticks of every instrument's bar, closed with the official closes. */
import type { Decimal, Instant, MarketEvent, TradingDate } from "@tapefold/core";
import type { CalendarSession } from "../../calendar/calendar.ts";
import { ticksOf } from "../read/daily-bar.ts";
import type { Entry, Reject } from "../order/entry.ts";
import type { PriceScales } from "../order/price-scales.ts";
import type { Bar } from "../read/reading.ts";
import type { RowSessions } from "./session-hours.ts";
import type { Quirks } from "../report/summary.ts";
import type { TapeLines } from "./tape-lines.ts";

const MICROS_PER_SECOND = 1_000_000;

interface DailyContext {
  readonly profile: string;
  readonly mic: string;
  readonly sessionOf: RowSessions;
  readonly scales: PriceScales;
  readonly quirks: Quirks;
  readonly lines: TapeLines;
  readonly reject: Reject;
  /** Throws where two rows of one instrument and date are of different series. */
  readonly mustBeOneSeries: (before: Entry, entry: Entry, subject: string) => void;
}

/** Entries must be in order of time; each bar of a date belongs to one session of the market. */
export async function* dailySessions(
  entries: AsyncIterable<readonly Entry[]>,
  context: DailyContext,
): AsyncGenerator<Uint8Array> {
  const { lines } = context;
  let day: Day | undefined;
  for await (const batch of entries) {
    for (const entry of batch) {
      const { reading } = entry;
      if (reading.kind === "trade") continue;
      const isLater =
        reading.kind === "bar" ? reading.date !== day?.date : entry.at >= (day?.session.officialClose ?? 0);
      if (isLater && day !== undefined) {
        day.write();
        day = undefined;
      }
      if (reading.kind === "bar") (day ??= new Day(reading.date, context)).add(entry, reading);
      else if (day === undefined) lines.event(noticeEvent(entry));
      else day.notices.push(noticeEvent(entry));
    }
    yield lines.take();
  }
  day?.write();
  yield lines.take();
}

class Day {
  readonly date: TradingDate;
  readonly session: CalendarSession;
  readonly notices: MarketEvent[] = [];
  readonly #context: DailyContext;
  readonly #bars = new Map<string, { readonly entry: Entry; readonly bar: Bar }>();

  constructor(date: TradingDate, context: DailyContext) {
    this.date = date;
    this.session = context.sessionOf(date);
    this.#context = context;
  }

  add(entry: Entry, bar: Bar): void {
    const { reject, mustBeOneSeries } = this.#context;
    const before = this.#bars.get(bar.instrument);
    if (before === undefined) this.#bars.set(bar.instrument, { entry, bar });
    else if (isSame(before.bar, bar)) reject(entry.file, entry.row, "duplicate");
    else {
      mustBeOneSeries(before.entry, entry, `${bar.instrument} on ${bar.date}`);
      reject(entry.file, entry.row, "duplicate-date");
    }
  }

  /** Writes the session's events. */
  write(): void {
    const { profile, mic, quirks, lines } = this.#context;
    const { date, session } = this;
    const id = `${profile}-${mic}-${date}`;
    const closes: [instrument: string, close: string][] = [];
    quirks.session(date);
    for (const { entry, bar } of this.#bars.values()) this.#basis(entry, bar);
    lines.opened(`${id}-open`, session.open, mic, date);
    for (const { entry, bar } of this.#bars.values()) {
      quirks.bar(bar);
      closes.push([bar.instrument, this.#ticks(entry.id, bar)]);
    }
    for (const notice of this.notices) lines.event(notice);
    lines.closed(`${id}-close`, session.officialClose, mic, date, `,"closes":${closesText(closes)}`);
  }

  /** The bar's prices, and the last of them, its close. */
  #ticks(id: string, bar: Bar): string {
    const { scales, lines } = this.#context;
    const { open, close } = this.session;
    const texts = ticksOf(bar);
    let price = "";
    for (let index = 0; index < texts.length; index += 1) {
      price = scales.price(bar.instrument, texts[index]!);
      // The order of a day's four prices is known, their times are not, but for the close's.
      const at = index === texts.length - 1 ? close : open + index * MICROS_PER_SECOND;
      lines.ticked(`${id}-${index + 1}`, at, bar.instrument, price);
    }
    return price;
  }

  /** What changes the basis of the session's prices stands before its opening. */
  #basis(entry: Entry, { instrument, split, base }: Bar): void {
    const { date } = this;
    const { lines, scales } = this.#context;
    const at: Instant = this.session.open;
    if (split !== undefined)
      lines.event({ id: `${entry.id}-split`, type: "InstrumentSplit", at, instrument, ...split, date });
    if (base === undefined) return;
    const price = JSON.parse(scales.price(instrument, base)) as Decimal;
    lines.event({ id: `${entry.id}-base`, type: "BasePriceSet", at, instrument, date, price });
  }
}

function noticeEvent({ id, at, reading }: Entry): MarketEvent {
  if (reading.kind !== "notice") throw new TypeError("only a notice carries its event");
  return { id, at, ...reading.event } as MarketEvent;
}

/** Official closes as in JSON; an object orders its keys, and takes one called __proto__ for what it is. */
export function closesText(closes: readonly (readonly [instrument: string, close: string])[]): string {
  const ordered = closes.length === 1 ? closes : Object.entries(Object.fromEntries(closes));
  return `{${ordered.map(([instrument, close]) => `"${instrument}":${close}`).join(",")}}`;
}

function isSame(a: Bar, b: Bar): boolean {
  return a.open === b.open && a.high === b.high && a.low === b.low && a.close === b.close;
}
