/**
 * A fold that goes on while events arrive, and folds again where an amendment reaches back. It keeps the state at
 * the open of the oldest session still open (of the last one where none is) and the events since.
 */
import { type Amendments, amendmentsOf, isAmendment } from "../tape/amendments.ts";
import { MarketError } from "../errors.ts";
import type { TradingDate } from "../exact/instant.ts";
import { Fold, foldKept, type FoldOptions, isOfRule } from "./folding.ts";
import type { AnyProjection, Rules } from "../rule/projection.ts";
import { orderRules } from "../rule/rule-order.ts";
import type { Recorded } from "../tape/recorded.ts";
import { State } from "../state/state.ts";

/** A session that has opened, and the state just before it did. */
interface OpenedSession {
  readonly date: TradingDate;
  readonly before: State;
  open: boolean;
}

export class LiveFold {
  readonly #projections: readonly AnyProjection[];
  readonly #sessions = new Map<string, OpenedSession>();
  /** The state that the kept events follow, and what was known of ticks by then. */
  #base: State;
  #amendedBefore: Amendments = new Map();
  #kept: Recorded[] = [];
  /** Positions of those among them that the gate refused. */
  readonly #refused = new Set<number>();
  #fold: Fold;

  constructor(rules: Rules) {
    this.#projections = orderRules(rules);
    this.#base = State.initial(this.#projections);
    this.#fold = this.#begin({});
  }

  /** The fold as it stands, to be asked; the next batch may bring another one. */
  get fold(): Fold {
    return this.#fold;
  }

  /**
   * Folds a batch. Where this throws, what stands is the state before the batch, or before its first amendment.
   *
   * @throws MarketError `POSITION_GAP`; `AMENDMENT_TOO_OLD` for a tick that is no longer kept.
   */
  add(batch: readonly Recorded[]): void {
    const first = batch.findIndex(({ event }) => isAmendment(event));
    const before = first < 0 ? batch : batch.slice(0, first);
    this.#take(before, () => this.#goOn(before));
    if (first < 0) return;
    // What an amendment is about is known now that all before it is folded.
    const rest = batch.slice(first);
    for (const { position, event } of rest)
      if (isAmendment(event)) this.#mustReach(position, event.tick, rest);
    this.#take(rest, () => this.#again(rest));
  }

  #take(batch: readonly Recorded[], fold: () => void): void {
    try {
      fold();
    } catch (error) {
      this.#again(isOfRule(error) ? batch : []);
      if (!isOfRule(error)) throw error;
    }
    for (const recorded of batch) this.#kept.push(recorded);
    this.#forget();
  }

  /** Folds events in stretches that end before each opening, so that the state there can be kept. */
  #goOn(events: readonly Recorded[]): void {
    let from = 0;
    events.forEach(({ event }, index) => {
      if (event.type === "SessionOpened") {
        this.#fold.add(events.slice(from, index));
        from = index;
        const known = this.#sessions.get(event.mic);
        if (known === undefined || known.date < event.date) {
          this.#sessions.set(event.mic, { date: event.date, before: this.#fold.state, open: true });
        }
      } else if (event.type === "SessionClosed") {
        const known = this.#sessions.get(event.mic);
        if (known?.date === event.date) known.open = false;
      }
    });
    this.#fold.add(events.slice(from));
  }

  /** Folds all kept events again, with what the batch says of their ticks; what threw on them may throw no more. */
  #again(batch: readonly Recorded[]): void {
    const events = [...this.#kept, ...batch];
    const options = {
      from: this.#base,
      amendments: { upTo: Infinity, ticks: this.#amendedBefore, refused: new Set<number>() },
    };
    const { known } = foldKept(this.#projections, events, options);
    this.#sessions.clear();
    this.#refused.clear();
    this.#fold = this.#begin({ ...options, ...known });
    this.#goOn(events);
  }

  /** Lets go of the events that no amendment may reach any more. */
  #forget(): void {
    const opened = [...this.#sessions.values()];
    const stillOpen = opened.filter(({ open }) => open);
    const states = (stillOpen.length > 0 ? stillOpen : opened)
      .map(({ before }) => before)
      .sort((a, b) => a.position - b.position);
    const base = stillOpen.length > 0 ? states[0] : states.at(-1);
    if (base === undefined || base.position <= this.#base.position) return;
    const kept = this.#kept.findIndex(({ position }) => position > base.position);
    this.#amendedBefore = amendmentsOf(this.#kept.slice(0, kept), {
      before: this.#amendedBefore,
      refused: this.#fold.known.amendments.refused,
    });
    this.#kept = this.#kept.slice(kept);
    this.#base = base;
    for (const position of this.#refused) if (position <= base.position) this.#refused.delete(position);
  }

  #begin(options: FoldOptions): Fold {
    return new Fold(this.#projections, {
      ...options,
      onRefused: (position) => this.#refused.add(position),
    });
  }

  #mustReach(position: number, tick: string, batch: readonly Recorded[]): void {
    if (this.#base.position === 0) return;
    const from = this.#base.at ?? -Infinity;
    // One that was refused and is older than what is kept may repeat one that was let go.
    const isTick = ({ position: at, event }: Recorded): boolean =>
      event.id === tick && !(event.at < from && this.#refused.has(at));
    if (this.#kept.some(isTick) || batch.some(isTick)) return;
    const message = `tick ${tick} is older than what is kept to fold again; replay the tape from its start`;
    throw new MarketError("AMENDMENT_TOO_OLD", message, { tick, position });
  }
}
