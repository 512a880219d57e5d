/** Turns daily bars into sessions: opened, the ticks of every instrument's bar, closed with the official closes. */
import type { Decimal, Instant, MarketEvent, TradingDate } from "@tapefold/core";
import type { CalendarSession } from "../calendar/calendar.ts";
import { ticksOf } from "./daily-bar.ts";
import type { Entry, Reject } from "./entry.ts";
import type { PriceScales } from "./price-scales.ts";
import type { Bar } from "./reading.ts";
import type { RowSessions } from "./session-hours.ts";
import type { Quirks } from "./summary.ts";

const MICROS_PER_SECOND = 1_000_000;

interface DailyContext {
  readonly profile: string;
  readonly mic: string;
  readonly sessionOf: RowSessions;
  readonly scales: PriceScales;
  readonly quirks: Quirks;
  readonly reject: Reject;
}

/** Entries must be in order of time; each bar of a date belongs to one session of the market. */
export async function* dailySessions(
  entries: AsyncIterable<readonly Entry[]>,
  context: DailyContext,
): AsyncGenerator<MarketEvent[]> {
  let day: Day | undefined;
  for await (const batch of entries) {
    const events: MarketEvent[] = [];
    for (const entry of batch) {
      const { reading } = entry;
      if (reading.kind === "trade") continue;
      const isLater =
        reading.kind === "bar" ? reading.date !== day?.date : entry.at >= (day?.session.officialClose ?? 0);
      if (isLater && day !== undefined) {
        day.events(events);
        day = undefined;
      }
      if (reading.kind === "bar") (day ??= new Day(reading.date, context)).add(entry, reading);
      else if (day === undefined) events.push(noticeEvent(entry));
      else day.notices.push(noticeEvent(entry));
    }
    yield events;
  }
  const last: MarketEvent[] = [];
  day?.events(last);
  yield last;
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
    const before = this.#bars.get(bar.instrument)?.bar;
    if (before === undefined) this.#bars.set(bar.instrument, { entry, bar });
    else this.#context.reject(entry.file, entry.row, isSame(before, bar) ? "duplicate" : "duplicate-date");
  }

  /** Appends the session's events. */
  events(to: MarketEvent[]): void {
    const { profile, mic, quirks, scales } = this.#context;
    const { date, session } = this;
    const closes: [instrument: string, close: Decimal][] = [];
    quirks.session(date);
    for (const { entry, bar } of this.#bars.values()) this.#basis(entry, bar, to);
    to.push({ id: `${profile}-${mic}-${date}-open`, type: "SessionOpened", at: session.open, mic, date });
    for (const { entry, bar } of this.#bars.values()) {
      quirks.bar(bar);
      const { instrument } = bar;
      const texts = ticksOf(bar);
      texts.forEach((text, index) => {
        const isClose = index === texts.length - 1;
        const price = scales.price(instrument, text);
        // The order of a day's four prices is known, their times are not, but for the close's.
        const at = isClose ? session.close : session.open + index * MICROS_PER_SECOND;
        to.push({ id: `${entry.id}-${index + 1}`, type: "PriceTicked", at, instrument, price });
        if (isClose) closes.push([instrument, price]);
      });
    }
    to.push(...this.notices);
    to.push({
      id: `${profile}-${mic}-${date}-close`,
      type: "SessionClosed",
      at: session.officialClose,
      mic,
      date,
      // Not by assignment: an instrument may be called __proto__.
      closes: Object.fromEntries(closes),
    });
  }

  /** What changes the basis of the session's prices stands before its opening. */
  #basis(entry: Entry, { instrument, split, base }: Bar, to: MarketEvent[]): void {
    const { date } = this;
    const at: Instant = this.session.open;
    if (split !== undefined)
      to.push({ id: `${entry.id}-split`, type: "InstrumentSplit", at, instrument, ...split, date });
    if (base === undefined) return;
    const price = this.#context.scales.price(instrument, base);
    to.push({ id: `${entry.id}-base`, type: "BasePriceSet", at, instrument, date, price });
  }
}

function noticeEvent({ id, at, reading }: Entry): MarketEvent {
  if (reading.kind !== "notice") throw new TypeError("only a notice carries its event");
  return { id, at, ...reading.event } as MarketEvent;
}

function isSame(a: Bar, b: Bar): boolean {
  return a.open === b.open && a.high === b.high && a.low === b.low && a.close === b.close;
}
