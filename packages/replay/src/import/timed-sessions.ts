/** Lays trades into the sessions of their market: the calendar's phases become events, and what lies outside is refused. */
import type { Instant, MarketEvent, Phase } from "@tapefold/core";
import type { CalendarSession } from "../calendar/calendar.ts";
import type { Entry, Reject } from "./entry.ts";
import type { PriceScales } from "./price-scales.ts";
import type { Trade } from "./reading.ts";
import type { SessionFinder } from "./session-hours.ts";
import type { Quirks } from "./summary.ts";

interface TimedContext {
  readonly profile: string;
  readonly mic: string;
  readonly sessionAt: SessionFinder;
  readonly scales: PriceScales;
  readonly quirks: Quirks;
  readonly reject: Reject;
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
): AsyncGenerator<MarketEvent[]> {
  const market = new Market(context);
  for await (const batch of entries) {
    const events: MarketEvent[] = [];
    for (const entry of batch) {
      const { reading } = entry;
      if (reading.kind === "trade") market.trade(entry, reading, events);
      else if (reading.kind === "notice") {
        market.stepTo(entry.at, events);
        events.push({ id: entry.id, at: entry.at, ...reading.event } as MarketEvent);
      }
    }
    yield events;
  }
  const last: MarketEvent[] = [];
  market.stepTo(Infinity, last);
  yield last;
}

class Market {
  readonly #context: TimedContext;
  #session: CalendarSession | undefined;
  #steps: Step[] = [];
  #phase: Phase | "closed" = "closed";

  constructor(context: TimedContext) {
    this.#context = context;
  }

  trade(entry: Entry, trade: Trade, to: MarketEvent[]): void {
    const { sessionAt, reject, scales } = this.#context;
    const session = sessionAt(entry.at);
    if (session === undefined || !isTrading(session, entry.at)) {
      reject(entry.file, entry.row, "outside-session");
      return;
    }
    if (session !== this.#session) this.#open(session, to);
    this.#advance(entry.at, to);
    const { instrument, prices, size, updates } = trade;
    prices.forEach((text, index) => {
      const id = prices.length === 1 ? entry.id : `${entry.id}-${index + 1}`;
      const price = scales.price(instrument, text);
      to.push({
        id,
        type: "PriceTicked",
        at: entry.at,
        instrument,
        price,
        ...(size !== undefined && index === prices.length - 1 ? { size } : {}),
        ...(updates === undefined ? {} : { updates }),
      });
      if (trade.isBusted === true) to.push({ id: `${id}-bust`, type: "TickBusted", at: entry.at, tick: id });
    });
  }

  /** Takes all steps due by an instant, the closing included. */
  stepTo(at: Instant, to: MarketEvent[]): void {
    this.#advance(at, to);
    const last = this.#steps[0];
    if (last !== undefined && last.at <= at) this.#take(this.#steps.shift()!, to);
  }

  #open(session: CalendarSession, to: MarketEvent[]): void {
    this.stepTo(Infinity, to);
    const { profile, mic, quirks } = this.#context;
    const { date, open } = session;
    this.#session = session;
    this.#steps = stepsOf(session);
    this.#phase = "open";
    quirks.session(date);
    to.push({ id: `${profile}-${mic}-${date}-open`, type: "SessionOpened", at: open, mic, date });
  }

  /** The steps before the closing: a trade at the closing's own instant still belongs to the session. */
  #advance(at: Instant, to: MarketEvent[]): void {
    for (
      let step = this.#steps[0];
      step !== undefined && step.phase !== "closed" && step.at <= at;
      step = this.#steps[0]
    ) {
      this.#take(this.#steps.shift()!, to);
    }
  }

  #take({ at, phase }: Step, to: MarketEvent[]): void {
    const { profile, mic } = this.#context;
    const date = this.#session?.date ?? "";
    if (phase === "closed")
      to.push({ id: `${profile}-${mic}-${date}-close`, type: "SessionClosed", at, mic, date });
    else if (phase !== this.#phase) {
      const id = `${profile}-${mic}-${date}-${phase}-${Math.round((at - (this.#session?.open ?? at)) / 60_000_000)}`;
      to.push({ id, type: "SessionPhaseChanged", at, mic, date, phase });
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
