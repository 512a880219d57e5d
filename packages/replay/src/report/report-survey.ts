/** Sessions, halts, amended ticks and named events of a tape: the part of a report that its state does not keep. */
import {
  type Foresight,
  type Instant,
  isAmendment,
  type MarketEvent,
  type Phase,
  type Recorded,
  subjectOf,
  type TradingDate,
} from "@tapefold/core";

export interface SurveyOptions {
  /** Positions of the events to be named. */
  readonly named: ReadonlySet<number>;
  /** Markets whose sessions are shown. */
  readonly mics: ReadonlySet<string>;
  /** The amendments of the part that is read. */
  readonly foresight: Foresight;
  /** Most sessions of a market that are remembered, the latest ones. */
  readonly sessionsMax: number;
}

/** A session of a market with its course. */
export interface SurveyedSession {
  readonly date: TradingDate;
  readonly openedAt: Instant;
  readonly phases: { readonly phase: Phase | "closed"; readonly at: Instant; readonly position: number }[];
}

/** A halt; `to` is undefined while it lasts. */
export interface SurveyedHalt {
  readonly mic: string | undefined;
  readonly instrument: string | undefined;
  readonly kind: string;
  readonly from: Instant;
  readonly position: number;
  to: Instant | undefined;
}

/** A tick that was busted or corrected. */
export interface SurveyedAmendment {
  readonly instrument: string;
  readonly at: Instant;
  readonly position: number;
  readonly says: "busted" | "corrected";
  /** Position of the amendment; 0 before it is met. */
  amendedBy: number;
}

/** Most halts and amended ticks that are remembered, the latest of each. */
const REMEMBERED_MAX = 1000;

type SessionEvent = Extract<MarketEvent, { type: "SessionOpened" | "SessionPhaseChanged" | "SessionClosed" }>;
type HaltEvent = Extract<MarketEvent, { type: "TradingHalted" | "TradingResumed" }>;
type TickEvent = Extract<MarketEvent, { type: "PriceTicked" }>;

export class ReportSurvey {
  readonly halts: SurveyedHalt[] = [];
  readonly amendments: SurveyedAmendment[] = [];
  readonly #options: SurveyOptions;
  readonly #events = new Map<number, Recorded>();
  readonly #sessions = new Map<string, SurveyedSession[]>();
  readonly #ticks = new Map<string, SurveyedAmendment>();

  constructor(options: SurveyOptions) {
    this.#options = options;
  }

  /** The named events, and the events of what was found, by position. */
  get events(): ReadonlyMap<number, Recorded> {
    return this.#events;
  }

  /** The last sessions of a market, oldest first. */
  sessions(mic: string): readonly SurveyedSession[] {
    return this.#sessions.get(mic) ?? [];
  }

  /** The session of a market on a date; undefined if it is not among the last. */
  session(mic: string, date: TradingDate | null): SurveyedSession | undefined {
    return this.sessions(mic).findLast((session) => session.date === date);
  }

  /** Looks at the next event of the tape. */
  look(recorded: Recorded): void {
    const { position, event } = recorded;
    const isFound = this.#isFound(event, position);
    if (isFound || this.#options.named.has(position)) this.#events.set(position, recorded);
  }

  #isFound(event: MarketEvent, position: number): boolean {
    switch (event.type) {
      case "PriceTicked":
        return this.#options.foresight.mentions(event) && this.#tick(event, position);
      case "SessionOpened":
      case "SessionPhaseChanged":
      case "SessionClosed":
        return this.#options.mics.has(event.mic) && this.#session(event, position);
      case "TradingHalted":
      case "TradingResumed":
        return this.#halt(event, position);
      default:
        return isAmendment(event) && this.#amend(subjectOf(event), position);
    }
  }

  #session(event: SessionEvent, position: number): boolean {
    const { mic, date, at } = event;
    const sessions = this.#sessions.get(mic) ?? [];
    this.#sessions.set(mic, sessions);
    const known = sessions.findLast((session) => session.date === date);
    if (event.type === "SessionOpened") {
      if (known !== undefined) return false;
      sessions.push({ date, openedAt: at, phases: [{ phase: event.phase ?? "open", at, position }] });
      if (sessions.length > this.#options.sessionsMax) this.#forget(sessions.shift()?.phases ?? []);
      return true;
    }
    if (known === undefined || known.phases.at(-1)?.phase === "closed") return false;
    known.phases.push({ phase: event.type === "SessionClosed" ? "closed" : event.phase, at, position });
    return true;
  }

  #halt(event: HaltEvent, position: number): boolean {
    const { mic, instrument, kind, at } = event;
    if (event.type === "TradingHalted") {
      this.halts.push({ mic, instrument, kind, from: at, position, to: undefined });
      if (this.halts.length > REMEMBERED_MAX) this.#forget(this.halts.splice(0, 1));
      return true;
    }
    for (const halt of this.halts)
      if (halt.mic === mic && halt.instrument === instrument && halt.kind === kind) halt.to ??= at;
    return false;
  }

  #tick(event: TickEvent, position: number): boolean {
    const { id, instrument, at } = event;
    const amended = this.#options.foresight.saidOf({ position, event });
    if (amended === undefined || !(amended.busted || amended.price !== undefined)) return false;
    const says = amended.busted ? "busted" : "corrected";
    const found: SurveyedAmendment = { instrument, at, position, says, amendedBy: 0 };
    this.#ticks.set(id, found);
    this.amendments.push(found);
    if (this.amendments.length > REMEMBERED_MAX) this.#forget(this.amendments.splice(0, 1));
    return true;
  }

  #amend(tick: string, position: number): boolean {
    const found = this.#ticks.get(tick);
    if (found === undefined || !this.#events.has(found.position)) return false;
    found.amendedBy = position;
    return true;
  }

  #forget(found: readonly { readonly position: number }[]): void {
    for (const { position } of found) if (!this.#options.named.has(position)) this.#events.delete(position);
  }
}
