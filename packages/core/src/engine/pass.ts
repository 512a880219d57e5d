/**
 * One pass: an event of the tape, judged by the gate, heard by the projections in their order, and with it the
 * facts they say of it, first in first out.
 */
import { type Amended, withAmended } from "../tape/amendments.ts";
import type { MarketEvent, PriceTicked } from "../tape/event.ts";
import type { Fact } from "../rule/fact.ts";
import { Focus, type Handler } from "./pass-context.ts";
import type { DocumentStore } from "./document-store.ts";
import { Hearing } from "./listeners.ts";
import { type AnyProjection, gateOf, type Read } from "../rule/projection.ts";
import type { Recorded } from "../tape/recorded.ts";
import { Counting, type Counts } from "../state/counts.ts";
import type { StateParts, StoppedProjection } from "../state/state.ts";

/** Facts kept to be overwritten by the next event's, at most. */
const FACTS_KEPT = 64;
/** A hearing found last is kept by its type's length, below this. */
const LENGTHS = 32;

export class Pass {
  readonly #projections: readonly AnyProjection[];
  readonly #stops: readonly StoppedProjection[];
  readonly #gate: AnyProjection | undefined;
  readonly #focus: Focus;
  readonly #counting: Counting;
  #hearings = new Map<string, Hearing>();
  /** The hearings found last of the types of each length: a pass is about few types, each heard often. */
  #found: Hearing[] = [];
  readonly #unheard: Hearing;
  #accepted: Hearing;
  #ticked: Hearing;
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
    this.#focus = new Focus(projections, store, (fact) => {
      this.#facts[this.#said] = fact;
      this.#rows[this.#said] = this.#focus.changing;
      this.#said += 1;
    });
    this.#unheard = new Hearing("", this.#focus, []);
    this.#accepted = this.#unheard;
    this.#ticked = this.#unheard;
    this.#bind(0);
  }

  /** Reads documents as they are between events. */
  get read(): Read {
    return this.#focus.read;
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
    const focus = this.#focus;
    focus.at = event.at;
    const { source, seq } = event;
    const code = this.#gate === undefined ? null : this.#judge(this.#gate, event, source, seq, amended);
    this.#counting.add(code);
    if (code === null) this.#hear(withAmended(event, amended));
    this.#hearFacts();
    return code;
  }

  #runTick(position: number, event: PriceTicked, amended: Amended | undefined): string | null {
    this.#begin(position);
    const focus = this.#focus;
    focus.at = event.at;
    focus.turnTo(event.instrument);
    const { source, seq } = event;
    const code = this.#gate === undefined ? null : this.#judge(this.#gate, event, source, seq, amended);
    this.#counting.add(code);
    if (code === null) this.#ticked.hear(amended === undefined ? event : withAmended(event, amended));
    this.#hearFacts();
    return code;
  }

  #begin(position: number): void {
    if (position >= this.#nextStop) this.#bind(position);
    this.#focus.position = position;
    this.#said = 0;
    if (this.#facts.length > FACTS_KEPT) [this.#facts, this.#rows] = [[], []];
  }

  #hearFacts(): void {
    for (let next = 0; next < this.#said; next += 1) {
      // Mostly it is about the row it was said at.
      this.#focus.turnToRow(this.#rows[next] as number);
      this.#hear(this.#facts[next] as Fact);
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
      code = gate.definition.admit?.(event, this.#focus.read, amended) ?? null;
    } catch (cause) {
      throw this.#focus.threw(cause, event, gate);
    }
    if (code === null) this.#accepted.hear({ type: "EventAccepted", event, source, seq });
    else this.#hear({ type: "EventRejected", event, source, seq, code });
    return code;
  }

  #hear(fact: Fact): void {
    const { type } = fact;
    let found = this.#found[type.length % LENGTHS] as Hearing;
    if (found.type !== type) {
      found = this.#hearings.get(type) ?? this.#unheard;
      if (found !== this.#unheard) this.#found[type.length % LENGTHS] = found;
    }
    found.hear(fact);
  }

  /** Collects the handlers of the projections that still run at a position. */
  #bind(position: number): void {
    const stopped = new Set<AnyProjection>();
    for (const projection of this.#projections) {
      const stop = this.#stops.find(({ projection: name }) => name === projection.definition.name);
      const mine = stop !== undefined && stop.position <= position;
      if (mine || projection.needs.some((need) => stopped.has(need))) stopped.add(projection);
    }
    this.#nextStop = Math.min(...this.#stops.map((stop) => stop.position).filter((stop) => stop > position));
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
    this.#hearings = new Map(
      [...handlers].map(([type, list]) => [type, new Hearing(type, this.#focus, list)]),
    );
    this.#found = Array.from({ length: LENGTHS }, () => this.#unheard);
    this.#accepted = this.#hearings.get("EventAccepted") ?? this.#unheard;
    this.#ticked = this.#hearings.get("PriceTicked") ?? this.#unheard;
  }
}
