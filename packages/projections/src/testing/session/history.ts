/**
 * History: the accepted events as lists in tape order, the sessions each market opened and the ticks of each session.
 * A session runs from its `SessionOpened` to its `SessionClosed`, or, left open, to the opening of a later date, which
 * ends it unconfirmed. Scheduled dates that passed without a session are found when the next one opens. All questions
 * take a position, and are answered as of it.
 */
import type { EventOf, MarketEvent, Phase, Recorded, TradingDate } from "@tapefold/core";
import { fromDecimal, type Rational } from "../price/exact.ts";

export interface Tick {
  readonly position: number;
  /** Instant of the event that gave it. */
  readonly at: number;
  /** Orders the ticks of a session before their position does: the instant; the same for every published level. */
  readonly order: number;
  readonly price: Rational;
  /** The level before rounding; present only for a published index level. */
  readonly exact?: Rational;
  readonly movesLast: boolean;
  readonly movesHighLow: boolean;
}

export interface Session {
  readonly mic: string;
  readonly date: TradingDate;
  readonly openPosition: number;
  readonly openAt: number;
  readonly phases: { position: number; phase: Phase }[];
  readonly ticks: Map<string, Tick[]>;
  /** Date of its market's session before; empty if there was none. */
  readonly after: TradingDate;
  /** Position of the event that ended it; null while it is open. */
  endPosition: number | null;
  /** Instant of its `SessionClosed`; null while open, and if it ended unconfirmed. */
  closedAt: number | null;
  closes: Map<string, Rational>;
}

/** The accepted events by type, in order, and the sessions of all markets with their ticks. */
export interface History {
  readonly accepted: Map<string, Recorded[]>;
  readonly sessions: Session[];
}

export const FOREVER = Number.POSITIVE_INFINITY;

export function emptyHistory(): History {
  return { accepted: new Map(), sessions: [] };
}

/** Adds an accepted event; `price` is the price that a tick counts with. */
export function addAccepted(history: History, { position, event }: Recorded, price: Rational | null): void {
  if (event.type === "SessionOpened") openSession(history, position, event);
  listUnder(history.accepted, event.type).push({ position, event });
  if (event.type === "SessionPhaseChanged") {
    sessionAt(history, event.mic, position)?.phases.push({ position, phase: event.phase });
  }
  if (event.type === "SessionClosed") {
    const session = sessionAt(history, event.mic, position);
    if (session === null) return;
    session.endPosition = position;
    session.closedAt = event.at;
    session.closes = new Map(
      Object.entries(event.closes ?? {}).map(([id, close]) => [id, fromDecimal(close)]),
    );
  }
  if (event.type === "PriceTicked" && price !== null) addTick(history, position, event, price);
}

/** Accepted events of a type up to a position, in tape order. */
export function acceptedOf<T extends MarketEvent["type"]>(
  history: History,
  type: T,
  upTo: number = FOREVER,
): Recorded<EventOf<T>>[] {
  const all = (history.accepted.get(type) ?? []) as Recorded<EventOf<T>>[];
  return all.filter(({ position }) => position <= upTo);
}

/** Sessions a market has opened, in tape order. */
export function sessionsOf(history: History, mic: string, upTo: number = FOREVER): Session[] {
  return history.sessions.filter((session) => session.mic === mic && session.openPosition <= upTo);
}

/** The session a market opened last, whether still open or over. */
export function sessionAt(history: History, mic: string, position: number): Session | null {
  return sessionsOf(history, mic, position).at(-1) ?? null;
}

export function phaseAt(session: Session, position: number): Phase | "closed" {
  if (session.endPosition !== null && session.endPosition <= position) return "closed";
  return session.phases.filter((change) => change.position <= position).at(-1)?.phase ?? "open";
}

/** Whether a session is scheduled by the calendar loaded last that covers the date; null if none does. */
export function isScheduled(history: History, mic: string, date: TradingDate, upTo: number): boolean | null {
  const covering = acceptedOf(history, "CalendarLoaded", upTo)
    .filter(({ event }) => event.mic === mic && event.from <= date && date <= event.to)
    .at(-1);
  return covering === undefined ? null : covering.event.dates.includes(date);
}

export function isCancelled(history: History, mic: string, date: TradingDate, upTo: number): boolean {
  return acceptedOf(history, "SessionCancelled", upTo).some(
    ({ event }) => event.mic === mic && event.date === date,
  );
}

/** Dates between a session and the one before it that were scheduled and not cancelled, as known at a position. */
export function missingBefore(history: History, { mic, date, after }: Session, upTo: number): TradingDate[] {
  const loaded = acceptedOf(history, "CalendarLoaded", upTo).filter(({ event }) => event.mic === mic);
  return [...new Set(loaded.flatMap(({ event }) => event.dates))].filter(
    (day) =>
      day > after &&
      day < date &&
      isScheduled(history, mic, day, upTo) === true &&
      !isCancelled(history, mic, day, upTo),
  );
}

/** Ids of all listed instruments, in order of listing. */
export function instrumentsOf(history: History, upTo: number = FOREVER): string[] {
  return [...new Set(acceptedOf(history, "InstrumentListed", upTo).map(({ event }) => event.instrument))];
}

/**
 * The listing in force: the first one, and for name, sector and issuer the last that came before the opening
 * of the market's session.
 */
export function listingAt(
  history: History,
  instrument: string,
  position: number,
): EventOf<"InstrumentListed"> | null {
  const listings = acceptedOf(history, "InstrumentListed", position).filter(
    ({ event }) => event.instrument === instrument,
  );
  const first = listings[0];
  if (first === undefined) return null;
  const opened = sessionAt(history, first.event.mic, position)?.openPosition ?? 0;
  return (listings.filter((listing) => listing.position < opened).at(-1) ?? first).event;
}

/** True if the instrument is an index computed from members. */
export function isDerived(history: History, instrument: string, upTo: number = FOREVER): boolean {
  const defined = acceptedOf(history, "IndexDefined", upTo).filter(
    ({ event }) => event.instrument === instrument,
  );
  return defined.at(-1)?.event.mode === "derived";
}

function openSession(history: History, position: number, event: EventOf<"SessionOpened">): void {
  const { mic, date } = event;
  const before = sessionAt(history, mic, position);
  if (before !== null && before.endPosition === null) before.endPosition = position;
  const phases = [{ position, phase: event.phase ?? ("open" as const) }];
  history.sessions.push({
    mic,
    date,
    openPosition: position,
    openAt: event.at,
    phases,
    ticks: new Map(),
    after: before?.date ?? "",
    endPosition: null,
    closedAt: null,
    closes: new Map(),
  });
}

function addTick(history: History, position: number, event: EventOf<"PriceTicked">, price: Rational): void {
  const mic = listingAt(history, event.instrument, position)?.mic ?? "";
  const session = sessionAt(history, mic, position);
  if (session === null) return;
  const moves = (what: "last" | "highLow") => event.updates === undefined || event.updates.includes(what);
  const { at } = event;
  const tick = { position, at, order: at, price, movesLast: moves("last"), movesHighLow: moves("highLow") };
  listUnder(session.ticks, event.instrument).push(tick);
}

/** The list under a key; a new one if there is none yet. */
export function listUnder<V>(lists: Map<string, V[]>, key: string): V[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
