/**
 * A fold that goes on while events arrive, and folds again from the event that an amendment is about. The events kept
 * for that lie in stretches, each with the state before it: a bust costs the events after the busted tick. Kept are the
 * events that may still be amended, up to a bound: those since the open of the oldest session still open, or of the
 * last one if all are closed.
 */
import { MarketError } from "../errors.ts";
import { orderRules } from "../rule/rule-order.ts";
import { type AmendableEvents, type AnyProjection, gateOf, type Rules } from "../rule/projection.ts";
import { State } from "../state/state.ts";
import { type Amendment, asSubject, isAmendment, subjectOf } from "../tape/amendments.ts";
import type { MarketEvent } from "../tape/event.ts";
import type { Recorded } from "../tape/recorded.ts";
import { Stretches } from "./stretches.ts";
import { Fold } from "./folding.ts";
import { Foresight, type OnThrow } from "./foresight.ts";

/** How far back an amendment may reach at most: a number of events, or of minutes by the tape's instants. */
export type Amendable = { readonly events: number } | { readonly minutes: number };

/** Options of a live fold. */
export interface LiveFoldOptions {
  /** 1,000,000 events if absent. */
  readonly amendable?: Amendable;
  /** Called with an amendment whose event is neither kept nor known to be older; the amendment changes nothing. */
  readonly onPassedOver?: (amendment: Recorded<Amendment>) => void;
  /** The fate of a rule that throws; `stop` if absent. Events passed over are listed in `stopped`. */
  readonly onThrow?: OnThrow;
  /** True if the tape holds a tick of an id before the kept events; absent if the tape cannot be read. */
  readonly isOnTape?: (tick: string) => boolean;
}

/** No stretch holds more than this part of the events kept at most. */
const STRETCHES_LEAST = 8;
const EVENTS_KEPT = 1_000_000;
const MICROS_PER_MINUTE = 60_000_000;

/** A fold that goes on while events arrive. */
export class LiveFold {
  /** Number of amendments passed over so far. */
  passedOver = 0;
  /** The refused events of the batch added last: their codes by position. */
  readonly refused = new Map<number, string>();
  readonly #rules: readonly AnyProjection[];
  readonly #amended: AmendableEvents | undefined;
  readonly #options: LiveFoldOptions;
  readonly #foresight: Foresight;
  readonly #stretches: Stretches;
  /** Positions of the kept events that the gate refused, but for ticks and what was only taken back. */
  readonly #refused = new Set<number>();
  /** Ids of the ticks dropped last, by stretch: an amendment of one of them is too old. */
  readonly #gone: (readonly string[])[] = [];
  #goneTicks = 0;
  /** Position before the batch added last. */
  #before = 0;
  /** The stretch from which a fold that did not go on begins again: the one of the stop it learned of, else the first. */
  #restart = 0;
  /** The first stretch that this batch was folded again from. */
  #unsure = Infinity;
  #fold: Fold;

  constructor(rules: Rules, options: LiveFoldOptions = {}) {
    this.#rules = orderRules(rules);
    this.#amended = gateOf(this.#rules)?.definition.amendable;
    this.#options = options;
    this.#foresight = new Foresight([], options.onThrow);
    const { amendable = { events: EVENTS_KEPT } } = options;
    const most = "events" in amendable ? amendable.events : EVENTS_KEPT;
    const initial = State.initial(this.#rules);
    this.#stretches = new Stretches(initial, Math.max(1, Math.ceil(most / STRETCHES_LEAST)));
    this.#fold = this.#begin(initial);
  }

  /** Number of events kept because they may still be amended. */
  get kept(): number {
    return this.#stretches.size;
  }

  /** The fold as it stands, for reading; the next batch may replace it. */
  get fold(): Fold {
    return this.#fold;
  }

  /**
   * Folds a batch. If it throws, the state is the one before the batch.
   *
   * @throws MarketError `POSITION_GAP`; `AMENDMENT_TOO_OLD` if an amended event is known to be older than the kept ones.
   */
  add(batch: readonly Recorded[]): void {
    const { position } = this.#fold;
    const amendments = batch.filter(isAmending);
    const from = this.#reachOf(amendments, batch);
    this.refused.clear();
    this.#before = position;
    this.#unsure = Infinity;
    try {
      this.#foresight.note(batch);
      if (from !== undefined) this.#foresight.doubt(this.#stretches.at(from).before.position);
      if (from !== undefined || !this.#goesOn(batch)) this.#again(from ?? this.#restart, batch);
      this.#checkWithin(amendments, batch);
    } catch (error) {
      this.#foresight.takeBack(position);
      this.#stretches.cutAfter(position);
      this.#again(Math.min(this.#stretches.length - 1, this.#unsure), []);
      throw error;
    }
    this.#letGo();
    this.#stretches.join();
  }

  /** The first stretch that an amendment of the batch reaches back to; undefined if none does. */
  #reachOf(amendments: readonly Recorded<Amendment>[], batch: readonly Recorded[]): number | undefined {
    let first: number | undefined;
    for (const amendment of amendments) {
      const name = subjectOf(amendment.event);
      const found = this.#stretchOf(name);
      if (found !== undefined) first = Math.min(first ?? found, found);
      else if (!isWithin(batch, amendment.position, name)) this.#miss(amendment, name);
    }
    return first;
  }

  /** Misses the amendments of a folded batch whose line within it repeats one that is not kept. */
  #checkWithin(amendments: readonly Recorded<Amendment>[], batch: readonly Recorded[]): void {
    for (const amendment of amendments) {
      const name = subjectOf(amendment.event);
      if (this.#stretchOf(name) === undefined && isWithin(batch, amendment.position, name))
        this.#miss(amendment, name);
    }
  }

  /** The stretch with the first line of what a name stands for; undefined if that is not kept. */
  #stretchOf(name: string): number | undefined {
    let found: number | undefined;
    let opened = 0;
    for (let index = this.#stretches.length - 1; index >= 0; index -= 1) {
      const { before, events } = this.#stretches.at(index);
      const line = events.findLast((one) => this.#isLine(one, name));
      if (found === undefined && line !== undefined) opened = this.#openedAt(line.event, index);
      if (line !== undefined) found = index;
      // Lines of one session are one tick, whether accepted or refused.
      if (found !== undefined && before.position < opened) return found;
    }
    const isOlder = opened < this.#stretches.at(0).before.position && this.#isGone(name);
    return isOlder ? undefined : found;
  }

  /** Position at which the session of a tick opened; it did so before all ticks of its stretch. */
  #openedAt(event: MarketEvent, stretch: number): number {
    if (event.type !== "PriceTicked" || this.#amended === undefined) return 0;
    const isLast = stretch === this.#stretches.length - 1;
    const { read } = isLast ? this.#fold : this.#stretches.at(stretch + 1).before;
    return this.#amended.openedAt(event, read);
  }

  /** True for an event of a name; for a close or a split only if the gate took it, withdrawn since or not. */
  #isLine({ position, event }: Recorded, name: string): boolean {
    return asSubject(event) === name && !this.#refused.has(position);
  }

  #isGone(name: string): boolean {
    return this.#gone.some((ids) => ids.includes(name)) || this.#options.isOnTape?.(name) === true;
  }

  /** Passes over an amendment whose event is not kept, or throws if the event is known to be older. */
  #miss(amendment: Recorded<Amendment>, name: string): void {
    if (this.#stretches.at(0).before.position === 0) return;
    const { position, event } = amendment;
    const { isOnTape, onPassedOver } = this.#options;
    const isTick = event.type !== "CloseCorrected" && event.type !== "SplitWithdrawn";
    const isOlder = isTick
      ? this.#isGone(name)
      : this.#amended?.holds(event, (rule, key) => this.#fold.read(rule, key)) === true;
    if (isOlder) {
      const message = `${isTick ? `tick ${name}` : name} is older than the events kept to fold again; replay the tape from its start`;
      throw new MarketError("AMENDMENT_TOO_OLD", message, { tick: name, position });
    }
    // Closes and splits are known to the state, ticks only to the tape.
    if (!isTick || isOnTape !== undefined) return;
    this.passedOver += 1;
    onPassedOver?.(amendment);
  }

  /** Folds events in stretches that end before openings; false if the fold must begin again. */
  #goesOn(events: readonly Recorded[]): boolean {
    for (let from = 0; from < events.length;) {
      const to = this.#stretches.grow(events, from, this.#fold);
      const part = from === 0 && to === events.length ? events : events.slice(from, to);
      if (!this.#learns(part)) return false;
      this.#stretches.add(part);
      from = to;
    }
    return true;
  }

  /** Folds events; false if the fold must begin again, at the stretch `#restart`. */
  #learns(events: readonly Recorded[]): boolean {
    const known = this.#foresight.stops.length;
    if (this.#foresight.goesOn(this.#fold, events)) return true;
    const stop = this.#foresight.stops[known]?.position ?? 0;
    this.#restart = this.#stretches.indexBefore(stop);
    return false;
  }

  /** Folds again from a stretch on, and then what is left of a batch. */
  #again(from: number, batch: readonly Recorded[]): void {
    for (let stretch = from; ; stretch = this.#restart) {
      this.#unsure = Math.min(this.#unsure, stretch);
      if (!this.#goesOnFrom(stretch)) continue;
      const { position: reached } = this.#fold;
      if (this.#goesOn(batch.filter((one) => one.position > reached))) return;
    }
  }

  /** Folds the events of a stretch and of those after it; false if the fold must begin again. */
  #goesOnFrom(stretch: number): boolean {
    const { before } = this.#stretches.at(stretch);
    for (const refused of this.#refused) if (refused > before.position) this.#refused.delete(refused);
    for (const refused of this.refused.keys()) if (refused > before.position) this.refused.delete(refused);
    this.#fold = this.#begin(before);
    for (let index = stretch; index < this.#stretches.length; index += 1) {
      if (index > stretch) this.#stretches.begin(index, this.#fold.state);
      if (!this.#learns(this.#stretches.at(index).events)) return false;
    }
    return true;
  }

  /** Drops the stretches that no amendment may reach any more. */
  #letGo(): void {
    const since = this.#amended?.since((rule, key) => this.#fold.read(rule, key)) ?? 0;
    const { before: base } = this.#stretches.at(0);
    while (this.#stretches.length > 1 && this.#isOver(since)) {
      const ids = this.#stretches
        .dropFirst()
        .flatMap(({ event }) => (event.type === "PriceTicked" ? event.id : []));
      this.#goneTicks += ids.length;
      this.#gone.push(ids);
    }
    while (this.#goneTicks > EVENTS_KEPT) this.#goneTicks -= this.#gone.shift()?.length ?? 0;
    const { before } = this.#stretches.at(0);
    if (before === base) return;
    this.#foresight.forget(before.position + 1 - EVENTS_KEPT);
    for (const refused of this.#refused) if (refused <= before.position) this.#refused.delete(refused);
  }

  /** True if the first stretch lies before what may be amended. */
  #isOver(since: number): boolean {
    const [first, second] = [this.#stretches.at(0), this.#stretches.at(1)];
    if (second.before.position < since) return true;
    const { amendable = { events: EVENTS_KEPT } } = this.#options;
    if ("events" in amendable) return this.kept - first.events.length >= amendable.events;
    return (second.before.at ?? 0) < (this.#fold.at ?? 0) - amendable.minutes * MICROS_PER_MINUTE;
  }

  #begin(from?: State): Fold {
    const onRefused = ({ position, event }: Recorded, code: string): void => {
      if (event.type !== "PriceTicked" && code !== this.#amended?.takenBack) this.#refused.add(position);
      if (position > this.#before) this.refused.set(position, code);
    };
    return new Fold(this.#rules, {
      ...(from === undefined ? {} : { from }),
      foresight: this.#foresight,
      onRefused,
    });
  }
}

function isAmending(recorded: Recorded): recorded is Recorded<Amendment> {
  return isAmendment(recorded.event);
}

/** True if a batch has a line of a name before a position. */
function isWithin(batch: readonly Recorded[], position: number, name: string): boolean {
  return batch.some((other) => other.position < position && asSubject(other.event) === name);
}
