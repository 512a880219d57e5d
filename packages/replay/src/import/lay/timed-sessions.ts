/** Lays trades into the sessions of their market: the calendar's phases become events, and what lies outside is refused. */
import type { Instant, Phase } from "@tapefold/core";
import type { Calendar, CalendarSession } from "../../calendar/calendar.ts";
import type { Entry } from "../order/entry.ts";
import type { Trade } from "../read/reading.ts";
import { calendarOfYear } from "./calendar-events.ts";
import { sessionId } from "./event-ids.ts";
import { type LayContext, layNotice, openElsewhere } from "./lay-context.ts";
import type { SessionFinder } from "./session-hours.ts";
import type { StandingSession } from "./tape-so-far.ts";

interface TimedContext extends LayContext {
  readonly sessionAt: SessionFinder;
  readonly calendar: Calendar | undefined;
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
      if (reading.kind === "trade") {
        const session = market.sessionAt(entry);
        if (session === undefined) continue;
        if (session !== market.session) await market.open(session);
        market.trade(entry, reading);
      } else if (reading.kind === "notice") {
        market.stepTo(entry.at);
        layNotice(entry, context);
      }
    }
    yield lines.take();
  }
  market.stepTo(Infinity);
  yield lines.take();
}

class Market {
  session: CalendarSession | undefined;
  readonly #context: TimedContext;
  #steps: Step[] = [];
  #phase: Phase | "closed" = "closed";
  #year = "";
  /** The tape has it already; undefined where it has gone past it. */
  #standing: StandingSession | "new" | undefined = "new";

  constructor(context: TimedContext) {
    this.#context = context;
  }

  /** The session a trade belongs to; one outside any is refused. */
  sessionAt(entry: Entry): CalendarSession | undefined {
    const session = this.#context.sessionAt(entry.at);
    if (session !== undefined && isTrading(session, entry.at)) return session;
    this.#context.reject(entry.file, entry.row, "outside-session");
    return undefined;
  }

  trade(entry: Entry, trade: Trade): void {
    const { scales, lines } = this.#context;
    if (this.#standing !== "new") return this.#amend(entry, trade, this.#standing);
    this.#advance(entry.at);
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

  /** Begins a session, after the one before it has ended. */
  async open(session: CalendarSession): Promise<void> {
    this.stepTo(Infinity);
    const { profile, mic, quirks, lines, into, splits, calendar } = this.#context;
    const { date, open } = session;
    lines.leaveOut(undefined);
    this.session = session;
    quirks.session(date);
    this.#standing = "new";
    if (into?.tape.lastDate !== undefined && date <= into.tape.lastDate) {
      const standing = await into.tape.session(date);
      this.#standing = standing;
      if (standing?.isClosed !== false) return;
      if (!standing.ids.has(sessionId(profile, mic, date, "opened"))) throw openElsewhere(mic, date);
      // What was begun is ended: of its events those that stand are left out.
      this.#standing = "new";
      lines.leaveOut(standing.ids);
    }
    const year = date.slice(0, 4);
    if (year !== this.#year && calendar?.covers(date) === true) {
      const loaded = calendarOfYear(profile, calendar, mic, year);
      if (into?.tape.has(loaded.id) !== true) lines.event(loaded);
    }
    this.#year = year;
    for (const split of splits.before(date, open)) lines.event(split);
    this.#steps = stepsOf(session);
    this.#phase = "open";
    lines.opened(sessionId(profile, mic, date, "opened"), open, mic, date);
  }

  #amend(entry: Entry, trade: Trade, standing: StandingSession | undefined): void {
    const { into, known, reject } = this.#context;
    if (standing !== undefined && into!.changes.trade(entry.id, trade, standing)) known();
    else reject(entry.file, entry.row, "before-tape");
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
    const date = this.session?.date ?? "";
    if (phase === "closed") lines.closed(sessionId(profile, mic, date, "closed"), at, mic, date);
    else if (phase !== this.#phase) {
      const minutes = Math.round((at - (this.session?.open ?? at)) / 60_000_000);
      const id = sessionId(profile, mic, date, `${phase}-${minutes}`);
      lines.event({ id, type: "SessionPhaseChanged", at, mic, date, phase });
    }
    this.#phase = phase;
  }
}

function stepsOf({ breaks, auction, officialClose }: CalendarSession): Step[] {
  return [
    ...breaks.flatMap(({ start, end }): Step[] => [
      { at: start, phase: "break" },
      { at: end, phase: "open" },
    ]),
    ...(auction === undefined ? [] : [{ at: auction.start, phase: "auction" as const }]),
    { at: officialClose, phase: "closed" },
  ];
}

/** Ends are exclusive, but for the print of the closing auction. */
function isTrading({ close, breaks, auction }: CalendarSession, at: Instant): boolean {
  if (breaks.some(({ start, end }) => start <= at && at < end)) return false;
  return at < close || (auction !== undefined && at <= auction.end);
}
