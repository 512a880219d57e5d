/**
 * Lays trades into the sessions of their market: the calendar's phases become events, and trades outside are
 * refused.
 */
import type { Instant, Phase, TradingDate } from "@tapefold/core";
import type { Calendar, CalendarSession } from "../../calendar/calendar.ts";
import type { Entry } from "../order/entry.ts";
import type { OfficialClose, Trade } from "../read/reading.ts";
import { calendarOfYear } from "./calendar-events.ts";
import { sessionId } from "./event-ids.ts";
import { type LayContext, layNotice, type Standing, standingOf } from "./lay-context.ts";
import { type LatePrint, SessionClose } from "./session-close.ts";
import type { SessionFinder } from "./session-hours.ts";
import { closesText } from "./tape-lines.ts";
import type { StandingSession } from "./tape-so-far.ts";

interface TimedContext extends LayContext {
  readonly sessionAt: SessionFinder;
  readonly calendar: Calendar | undefined;
  /** True if bars that begin before trading does and reach into it count from the opening on. */
  readonly takesStraddling: boolean;
  /** True if the source marks the prints of closing auctions. */
  readonly marksClosing: boolean;
}

/** A step a session takes at an instant. */
interface Step {
  readonly at: Instant;
  readonly phase: Phase | "closed";
}

/** Lays entries, which must be in order of time. Only sessions with a trade come to the tape. */
export async function* timedSessions(
  entries: AsyncIterable<readonly Entry[]>,
  context: TimedContext,
): AsyncGenerator<Uint8Array> {
  const { lines } = context;
  const market = new Market(context);
  for await (const batch of entries) {
    for (const entry of batch) {
      const { reading } = entry;
      if (reading.kind === "trade") {
        const session = market.sessionAt(entry.at);
        if (session === undefined) await market.outside(entry, reading);
        else {
          if (session !== market.session) await market.open(session);
          market.trade(entry, reading);
        }
      } else if (reading.kind === "close") await market.officialClose(entry, reading);
      else if (reading.kind === "notice") {
        market.stepTo(entry.at);
        layNotice(entry, context);
      }
    }
    yield lines.take();
  }
  market.end();
  yield lines.take();
}

class Market {
  session: CalendarSession | undefined;
  readonly #context: TimedContext;
  /** The session's close, until its closing stands on the tape. */
  #close: SessionClose | undefined;
  #steps: Step[] = [];
  #phase: Phase | "closed" = "closed";
  #year = "";
  #standing: Standing = "new";

  constructor(context: TimedContext) {
    this.#context = context;
  }

  /** The session in whose trading an instant lies. */
  sessionAt(at: Instant): CalendarSession | undefined {
    const session = this.#context.sessionAt(at);
    return session !== undefined && isTrading(session, at) ? session : undefined;
  }

  /**
   * Handles a trade outside trading: a bar that reaches into it, a print just after the bell, or one to be
   * refused.
   */
  async outside(entry: Entry, trade: Trade): Promise<void> {
    const session = this.#context.sessionAt(entry.at);
    if (trade.until !== undefined) await this.#bar(entry, trade, trade.until);
    else if (session !== undefined && entry.at >= session.close)
      await this.#afterTheBell(session, { entry, trade });
    else this.#refuse(entry);
  }

  /** Takes the official close of a session, however late it is told. */
  async officialClose(entry: Entry, close: OfficialClose): Promise<void> {
    const session = this.#context.sessionAt(entry.at);
    const known = session === undefined ? undefined : await this.#closeOf(session, entry.at);
    if (known === undefined) this.#refuse(entry);
    else known.official(entry, close);
  }

  async #bar(entry: Entry, trade: Trade, until: Instant): Promise<void> {
    const { sessionAt, takesStraddling } = this.#context;
    const session = sessionAt(until - 1);
    const starts = session === undefined ? [] : [session.open, ...session.breaks.map(({ end }) => end)];
    const start = starts.find((each) => entry.at < each && each < until);
    if (session !== undefined && start !== undefined && takesStraddling) {
      if (session !== this.session) await this.open(session);
      this.trade({ ...entry, at: start }, trade);
    } else {
      const ends = session === undefined ? [] : [session.close, ...session.breaks.map((each) => each.start)];
      const isAtBell = ends.includes(entry.at);
      this.#refuse(entry, start !== undefined ? "straddles-bell" : isAtBell ? "at-the-bell" : undefined);
    }
  }

  async #afterTheBell(session: CalendarSession, late: LatePrint): Promise<void> {
    const { entry, trade } = late;
    const mayGuess = !this.#context.marksClosing && session === this.session;
    const close = trade.isClosing === true || mayGuess ? await this.#closeOf(session, entry.at) : undefined;
    if (close === undefined) this.#refuse(entry);
    else if (trade.isClosing === true) {
      close.print(entry, trade);
      this.trade(entry, trade);
    } else {
      const refused = close.perhaps(late);
      if (refused !== undefined) this.#refuse(refused.entry);
    }
  }

  /** Undefined once the session's closing stands on the tape. */
  async #closeOf(session: CalendarSession, at: Instant): Promise<SessionClose | undefined> {
    if (session !== this.session) await this.open(session);
    this.#advance(at);
    return this.#close;
  }

  #refuse(
    { file, row }: Entry,
    code: "outside-session" | "straddles-bell" | "at-the-bell" = "outside-session",
  ): void {
    this.#context.reject(file, row, code);
  }

  trade(entry: Entry, trade: Trade): void {
    const { scales, lines } = this.#context;
    if (this.#standing !== "new") return this.#amend(entry, trade, this.#standing);
    this.#advance(entry.at);
    this.#close?.see(entry, trade);
    const { instrument, prices, size, updates, roles } = trade;
    const updatesText = updates === undefined ? "" : `,"updates":${JSON.stringify(updates)}`;
    for (let index = 0; index < prices.length; index += 1) {
      const id = roles === undefined ? entry.id : `${entry.id}-${roles[index]}`;
      const sizeText = size !== undefined && index === prices.length - 1 ? `,"size":"${size}"` : "";
      const price = scales.price(instrument, prices[index]!);
      lines.ticked(id, entry.at, instrument, price, sizeText + updatesText);
      if (trade.isBusted === true)
        lines.event({ id: `${id}-bust`, type: "TickBusted", at: entry.at, tick: id });
    }
  }

  /** Takes all steps due by an instant, the closing included. */
  stepTo(at: Instant): void {
    this.#advance(at);
    const last = this.#steps[0];
    if (last !== undefined && last.at <= at) this.#take(this.#steps.shift()!);
  }

  /** Ends the session; if it had already ended on the tape, reports the closes that have changed. */
  end(): void {
    this.stepTo(Infinity);
    const close = this.#close;
    this.#close = undefined;
    if (close === undefined || this.#standing === "new") return;
    for (const { entry, trade } of close.crosses()) this.#amend(entry, trade, this.#standing);
    if (this.#standing === undefined) return;
    for (const [instrument, { price, id }] of close.closes())
      this.#context.into!.changes.close(id, { instrument, date: close.date, close: price }, this.#standing);
  }

  /** Begins a session, after the one before it has ended. */
  async open(session: CalendarSession): Promise<void> {
    this.end();
    const { profile, mic, quirks, lines, into, splits, calendar } = this.#context;
    const { date, open } = session;
    lines.leaveOut(undefined);
    this.session = session;
    this.#close = new SessionClose(session);
    quirks.session(date);
    this.#standing = await standingOf(date, this.#context);
    if (this.#standing !== "new") return;
    const year = date.slice(0, 4);
    if (year !== this.#year && calendar?.covers(date) === true) {
      const loaded = calendarOfYear(profile, calendar, mic, year);
      if (into?.tape.has(loaded.id) !== true) lines.event(loaded);
    }
    this.#year = year;
    for (const split of splits.before(date)) lines.event(split);
    this.#steps = stepsOf(session);
    this.#phase = "open";
    lines.opened(sessionId(profile, mic, date, "opened"), open, mic, date);
  }

  #amend(entry: Entry, trade: Trade, standing: StandingSession | undefined): void {
    const { into, known, reject } = this.#context;
    if (standing !== undefined && into!.changes.trade(entry.id, trade, standing)) known();
    else reject(entry.file, entry.row, "before-tape");
  }

  /**
   * Takes the steps before the closing: a trade at the closing's own instant still belongs to the session.
   */
  #advance(at: Instant): void {
    for (
      let step = this.#steps[0];
      step !== undefined && step.phase !== "closed" && step.at <= at;
      step = this.#steps[0]
    ) {
      this.#take(this.#steps.shift()!);
    }
  }

  #take({ at, phase }: Step): void {
    const { profile, mic, lines } = this.#context;
    const date = this.session?.date ?? "";
    if (phase === "closed") this.#writeClose(date);
    else if (phase !== this.#phase) {
      const minutes = Math.round((at - (this.session?.open ?? at)) / 60_000_000);
      const id = sessionId(profile, mic, date, `${phase}-${minutes}`);
      lines.event({ id, type: "SessionPhaseChanged", at, mic, date, phase });
    }
    this.#phase = phase;
  }

  #writeClose(date: TradingDate): void {
    const { profile, mic, lines, scales, quirks } = this.#context;
    const close = this.#close;
    if (close === undefined) return;
    for (const { entry, trade } of close.crosses()) {
      quirks.closingCross();
      this.trade(entry, trade);
    }
    this.#close = undefined;
    const closes = close.closes().map(([id, { price }]) => [id, scales.price(id, price)] as const);
    const rest = closes.length === 0 ? "" : `,"closes":${closesText(closes)}`;
    lines.closed(sessionId(profile, mic, date, "closed"), close.at, mic, date, rest);
  }
}

function stepsOf({ breaks, auction, officialClose, crossUntil = officialClose }: CalendarSession): Step[] {
  return [
    ...breaks.flatMap(({ start, end }): Step[] => [
      { at: start, phase: "break" },
      { at: end, phase: "open" },
    ]),
    ...(auction === undefined ? [] : [{ at: auction.start, phase: "auction" as const }]),
    { at: Math.max(officialClose, crossUntil), phase: "closed" },
  ];
}

/** Ends are exclusive, except for the print of the closing auction. */
function isTrading({ close, breaks, auction }: CalendarSession, at: Instant): boolean {
  if (breaks.some(({ start, end }) => start <= at && at < end)) return false;
  return at < close || (auction !== undefined && at <= auction.end);
}
