/**
 * The pass of events: each is judged by the gate and heard by the projections in their order, and so are the facts that
 * they emit about it, first in first out.
 */
import { type Amended, withAmended } from "../tape/amendments.ts";
import type { MarketEvent, PriceTicked } from "../tape/event.ts";
import { Answers, WatchedReading } from "./answers.ts";
import type { Fact } from "../rule/fact.ts";
import { handlersOf, stoppedAt } from "./handlers.ts";
import type { Handler } from "./handler.ts";
import { PassContext } from "./pass-context.ts";
import { type DocumentStore, NO_ROW } from "./document-store.ts";
import { type Hearing, Listeners } from "./listeners.ts";
import { type AnyProjection, gateOf, type Read, type TickGate } from "../rule/projection.ts";
import { Route } from "../rule/route.ts";
import { type Places, placesOf } from "../rule/rule-order.ts";
import type { Recorded } from "../tape/recorded.ts";
import { Counting, type Counts } from "../state/counts.ts";
import type { StateParts, StoppedProjection } from "../state/state.ts";

/** Longest list of facts that is kept, to be overwritten by the facts of the next event. */
const FACTS_KEPT = 64;

/** The document in which passed ticks of a source are noted. */
interface Noted {
  readonly source: string | undefined;
  readonly place: number;
  readonly route: Route;
}

export class Pass {
  readonly #projections: readonly AnyProjection[];
  readonly #stops: readonly StoppedProjection[];
  readonly #gate: AnyProjection | undefined;
  readonly #store: DocumentStore;
  readonly #places: Places;
  readonly #context: PassContext;
  readonly #reading: WatchedReading;
  readonly #counting: Counting;
  readonly #hearing: Hearing;
  #listeners = new Map<string, Listeners>();
  /** The listeners to facts that no rule hears. */
  readonly #unheard: Listeners;
  /** The listeners to ticks. */
  #ticked: Listeners;
  /** The course of each instrument's ticks; undefined if every tick is judged by `admit`. */
  #courses: Answers<Route | null> | undefined;
  /** Documents in which passed ticks are noted, by source. */
  readonly #notes = new Map<string | undefined, Noted>();
  /** The one of them used last. */
  #note: Noted | undefined;
  /** Position at which other rules run than before. */
  #nextStop = Infinity;
  /** The facts emitted so far about the present event are the first `#said` ones here. */
  #facts: Fact[] = [];
  /** Listeners to each of them. */
  #listening: Listeners[] = [];
  /** Route on which each of them was emitted. */
  #routes: (Route | undefined)[] = [];
  #said = 0;

  constructor(
    { projections, counts, stopped }: Pick<StateParts, "projections" | "counts" | "stopped">,
    store: DocumentStore,
  ) {
    this.#projections = projections;
    this.#counting = new Counting(counts);
    this.#stops = stopped;
    this.#gate = gateOf(projections);
    this.#store = store;
    this.#places = placesOf(projections);
    this.#context = new PassContext(
      this.#places,
      store,
      {
        emit: (fact) => {
          this.#facts[this.#said] = fact;
          this.#listening[this.#said] = this.#listenersTo(fact.type);
          this.#routes[this.#said] = this.#context.route;
          this.#said += 1;
        },
        isHeard: (type) => {
          const { route, key } = this.#context;
          return this.#listenersTo(type).isHeard(route?.row ?? this.#context.rowOf(key), key);
        },
      },
      () => this.settle(),
    );
    this.#reading = new WatchedReading(store, this.#places, this.#context.readSettled);
    this.#hearing = {
      context: this.#context,
      reading: this.#reading,
      hearers: (type, of, read) => this.#listeners.get(type)?.hearers(of, read) ?? 0,
    };
    this.#unheard = new Listeners("", [], this.#hearing);
    this.#ticked = this.#unheard;
    this.#bind(0);
  }

  /** Reads documents between events. */
  get read(): Read {
    return this.#context.read;
  }

  /** Counts of all events so far, those before this pass included. */
  get counts(): Counts {
    return this.#counting.counts;
  }

  /** Folds one event; gives the code it was refused with, or null. */
  run({ position, event }: Recorded, amended: Amended | undefined): string | null {
    if (position >= this.#nextStop) {
      this.settle();
      this.#bind(position);
    }
    this.#context.position = position;
    this.#said = 0;
    if (this.#facts.length > FACTS_KEPT) [this.#facts, this.#listening, this.#routes] = [[], [], []];
    // Almost every event is a tick: code that sees nothing else is compiled for its one shape.
    const code = event.type === "PriceTicked" ? this.#tick(event, amended) : this.#other(event, amended);
    this.#counting.add(code);
    this.#tellFacts();
    this.#context.handler = undefined;
    return code;
  }

  /** Does the work that was put off. */
  settle(): void {
    const context = this.#context;
    const { position, at } = context;
    for (const debt of context.owed.take()) {
      const { handler, route } = debt;
      const { projection, place } = handler;
      context.handler = handler;
      context.position = debt.position;
      context.at = debt.at;
      this.#said = 0;
      const fact = { type: "Settled" } as unknown as Fact;
      try {
        const document = context.openRoute(place, route, fact);
        context.close(place, document, projection.definition.settle?.(document, context));
      } catch (cause) {
        throw context.threw(cause, fact, projection);
      }
      this.#tellFacts();
    }
    context.position = position;
    context.at = at;
    context.handler = undefined;
    this.#said = 0;
  }

  #other(event: MarketEvent, amended: Amended | undefined): string | null {
    this.#context.at = event.at;
    const code = this.#judge(event, event.source, event.seq, amended);
    const listeners = this.#listeners.get(event.type);
    if (code === null && listeners !== undefined)
      this.#tell(withAmended(event, amended), listeners, undefined);
    return code;
  }

  #tick(event: PriceTicked, amended: Amended | undefined): string | null {
    this.#context.at = event.at;
    const { instrument } = event;
    const row = this.#store.row(instrument);
    const course = amended === undefined ? this.#courseOf(event, row) : undefined;
    if (course === undefined) {
      const code = this.#judge(event, event.source, event.seq, amended);
      if (code !== null) return code;
    }
    if (course !== undefined && course.row !== NO_ROW)
      this.#ticked.tellAlong(event, course.handler === undefined ? course.next : course);
    else {
      const known = row === NO_ROW ? this.#context.rowOf(instrument) : row;
      this.#ticked.tell(amended === undefined ? event : withAmended(event, amended), known, instrument);
    }
    return null;
  }

  /** The course of a tick that passes the short gate; undefined if the tick must be judged by `admit`. */
  #courseOf(tick: PriceTicked, row: number): Route | undefined {
    if (this.#courses === undefined || row === NO_ROW) return undefined;
    const gate = this.#gate as AnyProjection;
    const { notedIn, passes } = gate.definition.tickGate as TickGate;
    try {
      const course = this.#courses.of(row, tick.instrument);
      if (course === null) return undefined;
      const source = tick.seq === undefined ? undefined : tick.source;
      let note = this.#note;
      if (note === undefined || note.source !== source) this.#note = note = this.#noteOf(source, notedIn);
      const noted = this.#context.openRoute(note.place, note.route, tick);
      return passes(tick, course as never, noted as never) ? course : undefined;
    } catch (cause) {
      throw this.#context.threw(cause, tick, gate);
    }
  }

  #noteOf(source: string | undefined, notedIn: TickGate["notedIn"]): Noted {
    let note = this.#notes.get(source);
    if (note === undefined) {
      const { projection, key } = notedIn(source);
      note = { source, place: this.#places[projection.id] as number, route: new Route(key) };
      note.route.row = this.#context.rowOf(key);
      this.#notes.set(source, note);
    }
    return note;
  }

  /** Asks the gate, and tells its verdict; `source` and `seq` are read by callers that each see one shape of event. */
  #judge(
    event: MarketEvent,
    source: string | undefined,
    seq: number | undefined,
    amended: Amended | undefined,
  ): string | null {
    if (!this.#context.owed.isEmpty) this.settle();
    const gate = this.#gate;
    if (gate === undefined) return null;
    let code: string | null = null;
    try {
      code = gate.definition.admit?.(event, this.#context.read, amended) ?? null;
    } catch (cause) {
      throw this.#context.threw(cause, event, gate);
    }
    const judged: Fact =
      code === null
        ? { type: "EventAccepted", event, source, seq }
        : { type: "EventRejected", event, source, seq, code, amended };
    const listeners = this.#listeners.get(judged.type);
    if (listeners === undefined) return code;
    const isRouted = listeners.isRouted && source !== undefined && seq !== undefined;
    listeners.tell(judged, isRouted ? this.#context.rowOf(source) : NO_ROW, source ?? "");
    return code;
  }

  #tellFacts(): void {
    for (let next = 0; next < this.#said; next += 1)
      this.#tell(this.#facts[next] as Fact, this.#listening[next] as Listeners, this.#routes[next]);
  }

  /** Tells a fact; the route on which it was emitted mostly leads to the fact's own subject, whose row is then known. */
  #tell(fact: Fact, listeners: Listeners, route: Route | undefined): void {
    const { instrument } = fact as { readonly instrument?: string };
    if (!listeners.isRouted || instrument === undefined) listeners.tell(fact, NO_ROW, "");
    else if (instrument === route?.key) listeners.tell(fact, route.row, instrument);
    else listeners.tell(fact, this.#context.rowOf(instrument), instrument);
  }

  /** The listeners to facts that the present handler emits. */
  #listenersTo(type: string): Listeners {
    const handler = this.#context.handler as Handler;
    if (handler.told?.type !== type) handler.told = this.#listeners.get(type) ?? this.#unheard;
    return handler.told as Listeners;
  }

  /** The course of an instrument's ticks; null if `admit` must see each of them. */
  #courseFor(gate: TickGate, instrument: string, read: Read): Route | null {
    const course = gate.of(instrument, read);
    if (course !== null) this.#ticked.lead(course, read);
    return course;
  }

  /** Collects the handlers of the projections that still run at a position. */
  #bind(position: number): void {
    const stopped = stoppedAt(this.#projections, this.#stops, position);
    const bounds = this.#stops.flatMap((stop) => [stop.position, stop.until ?? Infinity]);
    this.#nextStop = Math.min(...bounds.filter((bound) => bound > position));
    const handlers = handlersOf(this.#projections, stopped);
    this.#listeners = new Map(
      [...handlers].map(([type, list]) => [type, new Listeners(type, list, this.#hearing)]),
    );
    this.#ticked = this.#listeners.get("PriceTicked") ?? this.#unheard;
    const atTicks = [this.#ticked, ...[...this.#listeners.values()].filter(({ isRouted }) => isRouted)];
    const isKept = this.#reading.isKept && !atTicks.some(({ isKeyed }) => isKeyed);
    this.#context.owed.isAllowed = isKept;
    const gate = this.#gate?.definition.tickGate;
    // A rule that hears `EventAccepted` by keys must be told of every event.
    const isTold = this.#listeners.get("EventAccepted")?.isKeyed === true;
    const isOpen = gate !== undefined && this.#reading.isKept && !isTold;
    this.#courses = isOpen
      ? new Answers(this.#reading, (instrument, read) => this.#courseFor(gate, instrument, read))
      : undefined;
  }
}
