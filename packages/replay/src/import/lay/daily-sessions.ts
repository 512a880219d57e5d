/** Turns daily bars into sessions: opened, the ticks of every instrument's bar, closed with the official closes. */
import { type Decimal, type Instant, type TradingDate } from "@tapefold/core";
import type { CalendarSession } from "../../calendar/calendar.ts";
import { rolesOf, ticksOf } from "../read/daily-bar.ts";
import type { Entry } from "../order/entry.ts";
import type { Bar } from "../read/reading.ts";
import { sessionId } from "./event-ids.ts";
import { type LayContext, layNotice, type Standing, standingOf } from "./lay-context.ts";
import type { RowSessions } from "./session-hours.ts";
import { closesText } from "./tape-lines.ts";
import type { StandingSession } from "./tape-so-far.ts";

const MICROS_PER_SECOND = 1_000_000;

interface DailyContext extends LayContext {
  readonly sessionOf: RowSessions;
  /** Throws if two rows of one instrument and date are of different series. */
  readonly mustBeOneSeries: (before: Entry, entry: Entry, subject: string) => void;
}

/** Entries must be in order of time; each bar of a date belongs to one session of the market. */
export async function* dailySessions(
  entries: AsyncIterable<readonly Entry[]>,
  context: DailyContext,
): AsyncGenerator<Uint8Array> {
  const { lines } = context;
  let day: Day | undefined;
  const write = async (): Promise<void> => {
    day?.write(await standingOf(day.date, context));
    day = undefined;
  };
  for await (const batch of entries) {
    for (const entry of batch) {
      const { reading } = entry;
      // Days and prices within them never come together.
      if (reading.kind === "trade" || reading.kind === "close") continue;
      const isLater =
        reading.kind === "bar" ? reading.date !== day?.date : entry.at >= (day?.session.officialClose ?? 0);
      if (isLater && day !== undefined) await write();
      if (reading.kind === "bar") (day ??= new Day(reading.date, context)).add(entry, reading);
      else if (day === undefined) layNotice(entry, context);
      else day.notices.push(entry);
    }
    yield lines.take();
  }
  await write();
  yield lines.take();
}

interface Barred {
  readonly entry: Entry;
  readonly bar: Bar;
}

class Day {
  readonly date: TradingDate;
  readonly session: CalendarSession;
  readonly notices: Entry[] = [];
  readonly #context: DailyContext;
  readonly #bars = new Map<string, Barred>();

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

  /** The bars in the order of their instruments, whatever order their rows came in. */
  get #ordered(): readonly Barred[] {
    if (this.#bars.size === 1) return [...this.#bars.values()];
    return [...this.#bars.values()].toSorted((a, b) => (a.bar.instrument < b.bar.instrument ? -1 : 1));
  }

  /** Writes the session's events, or what has changed of it since it came to the tape. */
  write(standing: Standing): void {
    const { quirks, lines } = this.#context;
    const bars = this.#ordered;
    quirks.session(this.date);
    for (const { bar } of bars) quirks.bar(bar);
    if (standing !== "new") return this.#amend(bars, standing);
    this.#session(bars);
    lines.leaveOut(undefined);
  }

  #session(bars: readonly Barred[]): void {
    const { profile, mic, lines, splits } = this.#context;
    const { date, session } = this;
    const closes: [instrument: string, close: string][] = [];
    for (const split of splits.before(date)) lines.event(split);
    for (const { entry, bar } of bars) this.#base(entry, bar);
    lines.opened(sessionId(profile, mic, date, "opened"), session.open, mic, date);
    for (const { entry, bar } of bars) closes.push([bar.instrument, this.#ticks(entry.id, bar)]);
    for (const notice of this.notices) layNotice(notice, this.#context);
    const rest = `,"closes":${closesText(closes)}`;
    lines.closed(sessionId(profile, mic, date, "closed"), session.officialClose, mic, date, rest);
  }

  /** Amends a session that has ended on the tape, or that the tape has gone past. */
  #amend(bars: readonly Barred[], standing: StandingSession | undefined): void {
    const { into, known, reject } = this.#context;
    for (const { entry, bar } of bars) {
      if (standing !== undefined && into!.changes.bar(entry.id, bar, standing)) known();
      else reject(entry.file, entry.row, "before-tape");
    }
    for (const notice of this.notices) layNotice(notice, this.#context);
  }

  /** Writes the bar's prices, and returns the last of them, its close. */
  #ticks(id: string, bar: Bar): string {
    const { scales, lines } = this.#context;
    const { open, close } = this.session;
    const texts = ticksOf(bar);
    const roles = rolesOf(bar);
    let price = "";
    for (let index = 0; index < texts.length; index += 1) {
      price = scales.price(bar.instrument, texts[index]!);
      // The order of a day's four prices is known; their times are not, except the close's.
      const at = index === texts.length - 1 ? close : open + index * MICROS_PER_SECOND;
      lines.ticked(`${id}-${roles[index]}`, at, bar.instrument, price);
    }
    return price;
  }

  /** A base price is written before the session's opening. */
  #base(entry: Entry, { instrument, base }: Bar): void {
    if (base === undefined) return;
    const { date } = this;
    const { lines, scales } = this.#context;
    const at: Instant = this.session.open;
    const price = JSON.parse(scales.price(instrument, base)) as Decimal;
    lines.event({ id: `${entry.id}-base`, type: "BasePriceSet", at, instrument, date, price });
  }
}

function isSame(a: Bar, b: Bar): boolean {
  return a.open === b.open && a.high === b.high && a.low === b.low && a.close === b.close;
}
