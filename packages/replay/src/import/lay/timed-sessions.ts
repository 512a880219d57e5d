/** Lays trades into the sessions of their market: the calendar's phases become events, and what lies outside is refused. */
import type { Instant, MarketEvent, Phase, TradingDate } from "@tapefold/core";
import type { CalendarSession } from "../../calendar/calendar.ts";
import type { Entry, Reject } from "../order/entry.ts";
import type { PriceScales } from "../order/price-scales.ts";
import type { OfficialClose, Trade } from "../read/reading.ts";
import { closesText } from "./daily-sessions.ts";
import { type LatePrint, SessionClose } from "./session-close.ts";
import type { SessionFinder } from "./session-hours.ts";
import type { Quirks } from "../report/summary.ts";
import type { TapeLines } from "./tape-lines.ts";

interface TimedContext {
  readonly profile: string;
  readonly mic: string;
  readonly sessionAt: SessionFinder;
  readonly scales: PriceScales;
  readonly quirks: Quirks;
  readonly lines: TapeLines;
  readonly reject: Reject;
  /** Bars that begin before trading does and reach into it count from the opening on. */
  readonly takesStraddling: boolean;
  /** The source marks the prints of closing auctions. */
  readonly marksClosing: boolean;
}

/** A step a session takes at an instant. */
interface Step {
  readonly at: Instant;
  readonly phase: Phase | "closed";
}

/** Entries must be in order of time. Only sessions with a trade come to the tape. */
export async function* timedSessions(
  entries: AsyncIterable<readonly Entry[]>,
  context: TimedContext,
): AsyncGenerator<Uint8Array> {
  const { lines } = context;
  const market = new Market(context);
  for await (const batch of entries) {
    for (const entry of batch) {
      const { reading } = entry;
      if (reading.kind === "trade") market.trade(entry, reading);
      else if (reading.kind === "close") market.officialClose(entry, reading);
      else if (reading.kind === "notice") {
        market.stepTo(entry.at);
        lines.event({ id: entry.id, at: entry.at, ...reading.event } as MarketEvent);
      }
    }
    yield lines.take();
  }
  market.stepTo(Infinity);
  yield lines.take();
}

class Market {
  readonly #context: TimedContext;
  #session: CalendarSession | undefined;
  /** Of the session while it is open. */
  #close: SessionClose | undefined;
  #steps: Step[] = [];
  #phase: Phase | "closed" = "closed";

  constructor(context: TimedContext) {
    this.#context = context;
  }

  trade(entry: Entry, trade: Trade): void {
    const session = this.#context.sessionAt(entry.at);
    if (trade.until !== undefined && (session === undefined || !isTrading(session, entry.at)))
      this.#bar(entry, trade, trade.until);
    else if (session === undefined) this.#refuse({ entry });
    else if (isTrading(session, entry.at)) {
      if (session !== this.#session) this.#open(session);
      this.#advance(entry.at);
      this.#write(entry, trade);
    } else if (entry.at >= session.close) this.#afterTheBell(session, { entry, trade });
    else this.#refuse({ entry });
  }

  /** A bar that does not begin in trading: it may reach into it, or be stamped at its end. */
  #bar(entry: Entry, trade: Trade, until: Instant): void {
    const { sessionAt, takesStraddling, reject } = this.#context;
    const session = sessionAt(until - 1);
    const starts = session === undefined ? [] : [session.open, ...session.breaks.map(({ end }) => end)];
    const start = starts.find((each) => entry.at < each && each < until);
    if (session !== undefined && start !== undefined && takesStraddling) {
      if (session !== this.#session) this.#open(session);
      this.#advance(start);
      this.#write({ ...entry, at: start }, trade);
    } else {
      const ends = session === undefined ? [] : [session.close, ...session.breaks.map((each) => each.start)];
      const isAtBell = ends.includes(entry.at);
      const code = start !== undefined ? "straddles-bell" : isAtBell ? "at-the-bell" : "outside-session";
      reject(entry.file, entry.row, code);
    }
  }

  /** The official close of a session, however late it is told. */
  officialClose(entry: Entry, close: OfficialClose): void {
    const session = this.#context.sessionAt(entry.at);
    const known = session === undefined ? undefined : this.#closeOf(session, entry.at);
    if (known === undefined) this.#refuse({ entry });
    else known.official(close);
  }

  #afterTheBell(session: CalendarSession, late: LatePrint): void {
    const { entry, trade } = late;
    const mayGuess = !this.#context.marksClosing && session === this.#session;
    const close = trade.isClosing === true || mayGuess ? this.#closeOf(session, entry.at) : undefined;
    if (close === undefined) this.#refuse(late);
    else if (trade.isClosing === true) {
      close.print(entry, trade);
      this.#write(entry, trade);
    } else {
      const refused = close.perhaps(late);
      if (refused !== undefined) this.#refuse(refused);
    }
  }

  /** Undefined once the session's closing stands on the tape. */
  #closeOf(session: CalendarSession, at: Instant): SessionClose | undefined {
    if (session !== this.#session) this.#open(session);
    this.#advance(at);
    return this.#close;
  }

  #refuse({ entry }: Pick<LatePrint, "entry">): void {
    this.#context.reject(entry.file, entry.row, "outside-session");
  }

  #write(entry: Entry, trade: Trade): void {
    const { scales, lines } = this.#context;
    const { instrument, prices, size, updates } = trade;
    const updatesText = updates === undefined ? "" : `,"updates":${JSON.stringify(updates)}`;
    for (let index = 0; index < prices.length; index += 1) {
      const id = prices.length === 1 ? entry.id : `${entry.id}-${index + 1}`;
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

  #open(session: CalendarSession): void {
    this.stepTo(Infinity);
    const { profile, mic, quirks, lines } = this.#context;
    const { date, open } = session;
    this.#session = session;
    this.#close = new SessionClose(session);
    this.#steps = stepsOf(session);
    this.#phase = "open";
    quirks.session(date);
    lines.opened(`${profile}-${mic}-${date}-open`, open, mic, date);
  }

  /** The steps before the closing: a trade at the closing's own instant still belongs to the session. */
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
    const date = this.#session?.date ?? "";
    if (phase === "closed") this.#writeClose(date);
    else if (phase !== this.#phase) {
      const id = `${profile}-${mic}-${date}-${phase}-${Math.round((at - (this.#session?.open ?? at)) / 60_000_000)}`;
      lines.event({ id, type: "SessionPhaseChanged", at, mic, date, phase });
    }
    this.#phase = phase;
  }

  #writeClose(date: TradingDate): void {
    const { profile, mic, lines, scales, quirks } = this.#context;
    const close = this.#close;
    this.#close = undefined;
    if (close === undefined) return;
    for (const { entry, trade } of close.crosses()) {
      quirks.closingCross();
      this.#write(entry, trade);
    }
    const closes = close
      .closes()
      .map(([instrument, price]) => [instrument, scales.price(instrument, price)] as const);
    const rest = closes.length === 0 ? "" : `,"closes":${closesText(closes)}`;
    lines.closed(`${profile}-${mic}-${date}-close`, close.at, mic, date, rest);
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

/** Ends are exclusive, but for the print of the closing auction. */
function isTrading({ close, breaks, auction }: CalendarSession, at: Instant): boolean {
  if (breaks.some(({ start, end }) => start <= at && at < end)) return false;
  return at < close || (auction !== undefined && at <= auction.end);
}
