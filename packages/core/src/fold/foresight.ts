/**
 * Foresight: the amendments, refusals and stops that a fold must know before it begins. An amendment may hold for an
 * event before it; an amendment that the gate refuses counts for nothing; a rule that throws is stopped at its event.
 * Each is found out during a fold, which then begins again with it.
 */
import { MarketError } from "../errors.ts";
import type { StoppedProjection } from "../state/state.ts";
import {
  type Amended,
  amendedBy,
  type Amendment,
  asSubject,
  isAmendment,
  subjectOf,
} from "../tape/amendments.ts";
import type { MarketEvent } from "../tape/event.ts";
import type { Recorded } from "../tape/recorded.ts";

/** A line of the tape. Lines of one id in one session of their market are one tick. */
interface Line {
  readonly position: number;
  /** Position at which that session opened, which tells the tick from others of its id; 0 before the first opening. */
  readonly opened: number;
}

/** A line of an amended name, as a fold that goes on from a later state must know it. */
export type MetLine = readonly [name: string, position: number, opened: number];

/** The amendments of one name, and the lines of that name met so far; both in order of position. */
interface Subject {
  readonly amendments: Recorded<Amendment>[];
  readonly lines: Line[];
}

/** A fold can't go on past an event until it knows more. */
export class Interruption {
  /** The amendment, or the event it is about. */
  readonly recorded: Recorded;

  constructor(recorded: Recorded) {
    this.recorded = recorded;
  }
}

/**
 * The fate of a rule that throws on an event, and of those that need it. `stop`: they stand still from there on.
 * `skip`: they pass over the event. `retry`: the rule is given the event again, three times at most, before it stops.
 */
export type OnThrow = "stop" | "skip" | "retry";

const RETRIES_MOST = 3;

/** The methods of a fold that foresight calls. */
interface Folding {
  add(batch: readonly Recorded[]): Interruption | undefined;
}

/** The amendments, refusals and stops known to a fold. */
export class Foresight {
  /** Position up to which amendments are known. */
  upTo = 0;
  readonly #subjects = new Map<string, Subject>();
  /** Positions of the amendments that the gate refuses. */
  readonly #refused: Set<number>;
  #stops: readonly StoppedProjection[] = [];
  readonly #onThrow: OnThrow;
  /** Lines met by an earlier fold, by name. */
  readonly #metBefore = new Map<string, Line[]>();
  /** The rule and event thrown on last, and how often in a row. */
  #thrown = { name: "", times: 0 };

  /** For a fold that goes on from a state: the amendments refused by then, and the lines of amended names. */
  constructor(refused: Iterable<number> = [], onThrow: OnThrow = "stop", lines: Iterable<MetLine> = []) {
    this.#refused = new Set(refused);
    this.#onThrow = onThrow;
    for (const [name, position, opened] of lines) {
      const met = this.#metBefore.get(name) ?? [];
      this.#metBefore.set(name, [...met, { position, opened }]);
    }
  }

  /** Rules that throw, each at its position; from there on they, and the rules that need them, stand still. */
  get stops(): readonly StoppedProjection[] {
    return this.#stops;
  }

  /** Positions of the amendments that are known to be refused, in the order they were found. */
  get refused(): ReadonlySet<number> {
    return this.#refused;
  }

  /** The names, as amendments give them, of the amended events met so far. */
  get met(): string[] {
    return [...this.#subjects].flatMap(([name, { lines }]) => (lines.length > 0 ? name : []));
  }

  /** The lines of amended names met so far. */
  get lines(): readonly MetLine[] {
    return [...this.#subjects].flatMap(([name, { lines }]) =>
      lines.map(({ position, opened }): MetLine => [name, position, opened]),
    );
  }

  /** Takes in the amendments among some events, each once. */
  note(events: readonly Recorded[]): void {
    for (const recorded of events) {
      if (recorded.position <= this.upTo || !isAmendment(recorded.event)) continue;
      const name = subjectOf(recorded.event);
      const subject = this.#subjects.get(name) ?? {
        amendments: [],
        lines: [...(this.#metBefore.get(name) ?? [])],
      };
      subject.amendments.push(recorded as Recorded<Amendment>);
      this.#subjects.set(name, subject);
      this.#forgetStops();
    }
    this.upTo = Math.max(this.upTo, events.at(-1)?.position ?? 0);
  }

  /**
   * Folds the next events; false if the fold must begin again, and will then get further.
   *
   * @throws MarketError `POSITION_GAP`; any error of a rule that is stopped already.
   */
  goesOn(fold: Folding, batch: readonly Recorded[]): boolean {
    try {
      const interruption = fold.add(batch);
      if (interruption === undefined) return true;
      this.note([interruption.recorded]);
      this.#forgetStops();
    } catch (error) {
      const stop = stopFor(error, this.#stops);
      if (this.#onThrow === "retry" && this.#retries(stop)) return false;
      const { position } = stop;
      this.#stops = [...this.#stops, this.#onThrow === "skip" ? { ...stop, until: position + 1 } : stop];
    }
    return false;
  }

  #retries({ projection, position }: StoppedProjection): boolean {
    const name = `${projection} ${position}`;
    this.#thrown = { name, times: this.#thrown.name === name ? this.#thrown.times + 1 : 1 };
    return this.#thrown.times <= RETRIES_MOST;
  }

  /** True if an amendment, wherever it stands, names the event. */
  mentions(event: MarketEvent): boolean {
    if (this.#subjects.size === 0) return false;
    const name = event.type === "PriceTicked" ? event.id : asSubject(event);
    return name !== undefined && this.#subjects.has(name);
  }

  /**
   * Takes in a mentioned event, whose session opened at the position `opened`, and gives its amendments. An
   * interruption if they were applied to another event of its name before.
   */
  meet({ position, event }: Recorded, opened: number): Amended | Interruption | undefined {
    const subject = this.#subjects.get(asSubject(event) ?? "");
    if (subject === undefined) return undefined;
    const { lines, amendments } = subject;
    const before = lines.findLastIndex((line) => line.position <= position);
    const last = lines[before];
    if (last?.position !== position) {
      const next = lines[before + 1]?.position ?? Infinity;
      lines.splice(before + 1, 0, { position, opened });
      const isMistaken = last !== undefined && last.opened !== opened;
      if (isMistaken && amendments.some((one) => one.position > position && one.position < next))
        return new Interruption({ position, event });
    }
    return this.#said(subject, opened);
  }

  /** The amendments of an event already met; undefined if it has none. */
  saidOf({ position, event }: Recorded): Amended | undefined {
    const subject = this.#subjects.get(asSubject(event) ?? "");
    if (subject === undefined) return undefined;
    const line = subject.lines.findLast((one) => one.position <= position);
    return line === undefined ? undefined : this.#said(subject, line.opened);
  }

  /** Takes in that the gate refuses an amendment; true if the result is the same without it. */
  refuse({ position, event }: Recorded<Amendment>): boolean {
    const subject = this.#subjects.get(subjectOf(event));
    if (subject === undefined || this.#refused.has(position)) return true;
    this.#refused.add(position);
    const tick = this.#aboutOf(subject, position);
    if (tick === undefined) return true;
    const others = (other: Recorded<Amendment>): boolean =>
      other.event.type === event.type &&
      correctedIn(other.event) === correctedIn(event) &&
      !this.#refused.has(other.position) &&
      this.#aboutOf(subject, other.position) === tick;
    // The order matters only among corrections, of which the last one holds.
    if (event.type === "TickCorrected" || event.type === "CloseCorrected")
      return (subject.amendments.findLast(others)?.position ?? 0) > position;
    return subject.amendments.some(others);
  }

  /** Forgets refusals after a position, since an amendment of an event from there on may undo them: a fold finds them again. */
  doubt(position: number): void {
    for (const refused of this.#refused) if (refused > position) this.#refused.delete(refused);
  }

  /** Forgets all that was learned of events after a position. */
  takeBack(position: number): void {
    this.upTo = Math.min(this.upTo, position);
    for (const [name, { amendments, lines }] of this.#subjects) {
      const isLater = (one: { readonly position: number }): boolean => one.position > position;
      amendments.splice(amendments.findIndex(isLater) >>> 0);
      lines.splice(lines.findIndex(isLater) >>> 0);
      if (amendments.length === 0) this.#subjects.delete(name);
    }
    this.doubt(position);
    this.#forgetStops();
  }

  /** Drops the amendments before a position of which all lines lie before it too; a line may still come again. */
  forget(position: number): void {
    for (const [name, { lines, amendments }] of this.#subjects) {
      const isOver = (one: { readonly position: number }): boolean => one.position < position;
      if (amendments.every((one) => isOver(one) || this.#refused.has(one.position)) && lines.every(isOver))
        this.#subjects.delete(name);
      // A refused amendment loses that mark below, so it must not stay here and count.
      else
        for (let at = amendments.length - 1; at >= 0; at -= 1)
          if (this.#refused.has(amendments[at]?.position ?? 0)) amendments.splice(at, 1);
    }
    for (const refused of this.#refused) if (refused < position) this.#refused.delete(refused);
  }

  #said(subject: Subject, opened: number): Amended | undefined {
    const mine = subject.amendments.filter(
      ({ position }) => !this.#refused.has(position) && this.#aboutOf(subject, position) === opened,
    );
    return amendedBy(mine);
  }

  /**
   * The tick that an amendment is about, told by the opening of its session: the nearest line before it, else the next
   * one, unless a session of its market opens in between. Undefined if it is about no tick.
   */
  #aboutOf({ lines }: Subject, position: number): number | undefined {
    const before = lines.findLast((line) => line.position < position);
    if (before !== undefined) return before.opened;
    const opened = lines[0]?.opened ?? Infinity;
    return opened < position ? opened : undefined;
  }

  /** A rule may have thrown only because something was not yet known. */
  #forgetStops(): void {
    this.#stops = [];
  }
}

/** The instrument whose close is corrected; undefined for other amendments. */
function correctedIn(event: Amendment): string | undefined {
  return event.type === "CloseCorrected" ? event.instrument : undefined;
}

/** True if a rule threw the error on an event. */
function isOfRule(error: unknown): error is MarketError {
  return error instanceof MarketError && "projection" in error.detail && "position" in error.detail;
}

/** The stop that lets a fold go on without the rule that threw; any other error is thrown again. */
function stopFor(error: unknown, known: readonly StoppedProjection[]): StoppedProjection {
  if (!isOfRule(error)) throw error;
  const { projection, position } = error.detail as { projection: string; position: number };
  const isStill = (stop: StoppedProjection): boolean =>
    stop.projection === projection && (stop.until === undefined || stop.position === position);
  if (known.some(isStill)) throw error;
  return { projection, position, message: error.message };
}
