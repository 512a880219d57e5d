/**
 * One pass: an event of the tape, judged by the gate, heard by the projections in their order, and with it the
 * facts they say of it, first in first out.
 */
import { type Amended, withAmended } from "../tape/amendments.ts";
import type { MarketEvent, PriceTicked } from "../tape/event.ts";
import type { Fact } from "../rule/fact.ts";
import { PassContext, type Handler } from "./pass-context.ts";
import type { DocumentStore } from "./document-store.ts";
import { Listeners } from "./listeners.ts";
import { type AnyProjection, gateOf, type Read } from "../rule/projection.ts";
import type { Recorded } from "../tape/recorded.ts";
import { Counting, type Counts } from "../state/counts.ts";
import type { StateParts, StoppedProjection } from "../state/state.ts";

/** Facts kept to be overwritten by the next event's, at most. */
const FACTS_KEPT = 64;
/** Listeners found last are kept by their type's length, below this. */
const LENGTHS = 32;

export class Pass {
  readonly #projections: readonly AnyProjection[];
  readonly #stops: readonly StoppedProjection[];
  readonly #gate: AnyProjection | undefined;
  readonly #context: PassContext;
  readonly #counting: Counting;
  #listeners = new Map<string, Listeners>();
  /** The listeners found last of the types of each length: a pass is about few types, each heard often. */
  #found: Listeners[] = [];
  readonly #unheard: Listeners;
  #accepted: Listeners;
  #ticked: Listeners;
  #nextStop = Infinity;
  /** Facts said of the present event so far, the first `#said` of them, and the row that each was said at. */
  #facts: Fact[] = [];
  #rows: number[] = [];
  #said = 0;

  constructor(
    { projections, counts, stopped }: Pick<StateParts, "projections" | "counts" | "stopped">,
    store: DocumentStore,
  ) {
    this.#projections = projections;
    this.#counting = new Counting(counts);
    this.#stops = stopped;
    this.#gate = gateOf(projections);
    this.#context = new PassContext(projections, store, (fact) => {
      this.#facts[this.#said] = fact;
      this.#rows[this.#said] = this.#context.changing;
      this.#said += 1;
    });
    this.#unheard = new Listeners("", this.#context, []);
    this.#accepted = this.#unheard;
    this.#ticked = this.#unheard;
    this.#bind(0);
  }

  /** Reads documents as they are between events. */
  get read(): Read {
    return this.#context.read;
  }

  /** The events so far, with those of before. */
  get counts(): Counts {
    return this.#counting.counts;
  }

  /** Folds one event; gives the code it was refused with, or null. */
  run({ position, event }: Recorded, amended: Amended | undefined): string | null {
    // Almost every event is a tick; sites that see nothing else are compiled for its one shape.
    if (event.type === "PriceTicked") return this.#runTick(position, event, amended);
    this.#begin(position);
    const context = this.#context;
    context.at = event.at;
    const { source, seq } = event;
    const code = this.#gate === undefined ? null : this.#judge(this.#gate, event, source, seq, amended);
    this.#counting.add(code);
    if (code === null) this.#tell(withAmended(event, amended));
    this.#tellFacts();
    return code;
  }

  #runTick(position: number, event: PriceTicked, amended: Amended | undefined): string | null {
    this.#begin(position);
    const context = this.#context;
    context.at = event.at;
    context.turnTo(event.instrument);
    const { source, seq } = event;
    const code = this.#gate === undefined ? null : this.#judge(this.#gate, event, source, seq, amended);
    this.#counting.add(code);
    if (code === null) this.#ticked.tell(amended === undefined ? event : withAmended(event, amended));
    this.#tellFacts();
    return code;
  }

  #begin(position: number): void {
    if (position >= this.#nextStop) this.#bind(position);
    this.#context.position = position;
    this.#said = 0;
    if (this.#facts.length > FACTS_KEPT) [this.#facts, this.#rows] = [[], []];
  }

  #tellFacts(): void {
    for (let next = 0; next < this.#said; next += 1) {
      // Mostly it is about the row it was said at.
      this.#context.turnToRow(this.#rows[next] as number);
      this.#tell(this.#facts[next] as Fact);
    }
  }

  #judge(
    gate: AnyProjection,
    event: MarketEvent,
    source: string | undefined,
    seq: number | undefined,
    amended: Amended | undefined,
  ): string | null {
    let code: string | null;
    try {
      code = gate.definition.admit?.(event, this.#context.read, amended) ?? null;
    } catch (cause) {
      throw this.#context.threw(cause, event, gate);
    }
    if (code === null) this.#accepted.tell({ type: "EventAccepted", event, source, seq });
    else this.#tell({ type: "EventRejected", event, source, seq, code });
    return code;
  }

  #tell(fact: Fact): void {
    const { type } = fact;
    let found = this.#found[type.length % LENGTHS] as Listeners;
    if (found.type !== type) {
      found = this.#listeners.get(type) ?? this.#unheard;
      if (found !== this.#unheard) this.#found[type.length % LENGTHS] = found;
    }
    found.tell(fact);
  }

  /** Collects the handlers of the projections that still run at a position. */
  #bind(position: number): void {
    const stopped = new Set<AnyProjection>();
    for (const projection of this.#projections) {
      const { name } = projection.definition;
      const isStill = this.#stops.some(
        (stop) =>
          stop.projection === name && stop.position <= position && position < (stop.until ?? Infinity),
      );
      if (isStill || projection.needs.some((need) => stopped.has(need))) stopped.add(projection);
    }
    const bounds = this.#stops.flatMap((stop) => [stop.position, stop.until ?? Infinity]);
    this.#nextStop = Math.min(...bounds.filter((bound) => bound > position));
    const handlers = new Map<string, Handler[]>();
    this.#projections.forEach((projection, place) => {
      if (stopped.has(projection)) return;
      const { definition } = projection;
      for (const [type, recipe] of Object.entries(definition.on)) {
        const key =
          typeof definition.key === "function" ? definition.key : definition.key[type as Fact["type"]];
        if (key === undefined || recipe === undefined) continue;
        const handler = { place, projection, key, recipe } as Handler;
        handlers.set(type, [...(handlers.get(type) ?? []), handler]);
      }
    });
    this.#listeners = new Map(
      [...handlers].map(([type, list]) => [type, new Listeners(type, this.#context, list)]),
    );
    this.#found = Array.from({ length: LENGTHS }, () => this.#unheard);
    this.#accepted = this.#listeners.get("EventAccepted") ?? this.#unheard;
    this.#ticked = this.#listeners.get("PriceTicked") ?? this.#unheard;
  }
}
