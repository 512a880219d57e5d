/**
 * A fold that goes on while events arrive, and folds again where an amendment reaches back. It keeps the state at
 * the open of the oldest session still open (of the last one where none is) and the events since.
 */
import { type Amendments, amendmentsOf, isAmendment } from "./amendment.ts";
import { MarketError } from "./errors.ts";
import type { TradingDate } from "./event.ts";
import { Fold, foldKept, isOfRule } from "./engine.ts";
import { type AnyProjection, orderProjections } from "./projection.ts";
import type { Recorded } from "./recorded.ts";
import { State } from "./state.ts";

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
  #fold: Fold;

  constructor(chosen: readonly AnyProjection[]) {
    this.#projections = orderProjections(chosen);
    this.#base = State.initial(this.#projections);
    this.#fold = new Fold(this.#projections);
  }

  /** The fold as it stands, to be asked; the next batch may bring another one. */
  get fold(): Fold {
    return this.#fold;
  }

  /**
   * Folds a batch; where this throws, the state before it stands.
   *
   * @throws MarketError `POSITION_GAP`; `AMENDMENT_TOO_OLD` for a tick that is no longer kept.
   */
  add(batch: readonly Recorded[]): void {
    const amending = batch.filter(({ event }) => isAmendment(event));
    for (const { position, event } of amending)
      this.#mustReach(position, (event as { tick: string }).tick, batch);
    try {
      if (amending.length > 0) this.#again(batch);
      else this.#goOn(batch);
    } catch (error) {
      this.#again(isOfRule(error) ? batch : []);
      if (!isOfRule(error)) throw error;
    }
    this.#kept.push(...batch);
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
    this.#fold = new Fold(this.#projections, { ...options, ...known });
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
  }

  #mustReach(position: number, tick: string, batch: readonly Recorded[]): void {
    if (this.#base.position === 0) return;
    const isTick = ({ event }: Recorded): boolean => event.id === tick;
    if (this.#kept.some(isTick) || batch.some(isTick)) return;
    const message = `tick ${tick} is older than what is kept to fold again; replay the tape from its start`;
    throw new MarketError("AMENDMENT_TOO_OLD", message, { tick, position });
  }
}
