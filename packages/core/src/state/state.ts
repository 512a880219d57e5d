/** The state of the market after an event of the tape: immutable, comparable by digest, serialisable. */
import { canonicalText, parseCanonical } from "../plain/digest.ts";
import { type Counts, NOTHING_COUNTED } from "./counts.ts";
import { type Bucket, Documents, Row } from "./documents.ts";
import { mergeCounts, mergeDocuments } from "./merge.ts";
import { MarketError } from "../errors.ts";
import type { Instant } from "../exact/instant.ts";
import {
  type AnyProjection,
  fingerprint,
  type Projection,
  type Read,
  type Rules,
  type Selection,
  viewOf,
} from "../rule/projection.ts";
import { orderRules, placeIn, type Places, placesOf } from "../rule/rule-order.ts";
import { compareText } from "../plain/text-order.ts";
import { sha256Of } from "../plain/sha256.ts";
import { freezeTree } from "../plain/plain-value.ts";

/** A projection that threw at `position`; it and the rules that need it have heard nothing since the event before. */
export interface StoppedProjection {
  readonly projection: string;
  readonly position: number;
  /** Position from which they hear events again; absent if they do not. */
  readonly until?: number;
  readonly message: string;
}

/** Version of the text of a state; raised when earlier texts can't be read any more. */
const FORMAT = 2;

export interface StateParts {
  readonly projections: readonly AnyProjection[];
  readonly documents: Documents;
  readonly position: number;
  readonly at: Instant | null;
  readonly counts: Counts;
  readonly stopped: readonly StoppedProjection[];
}

/** A state taken apart for storage. States share the buckets that are equal, so that each is written once. */
export interface PackedState {
  /** All but the buckets. */
  readonly head: string;
  readonly buckets: readonly Bucket[];
}

/** The state of the rules folded, after an event of the tape. */
export class State {
  /** The projections folded, in the order they run in. */
  readonly projections: readonly AnyProjection[];
  /** Position of the last folded event; 0 before the first. */
  readonly position: number;
  /** That event's instant; null before the first. */
  readonly at: Instant | null;
  /** The events so far, accepted and refused. */
  readonly counts: Counts;
  readonly stopped: readonly StoppedProjection[];
  /** The document of a projection at a key; its `initial` if no fact has reached it. A bound function. */
  readonly read: Read;
  readonly #documents: Documents;
  readonly #places: Places;
  #digest: string | undefined;

  constructor(parts: StateParts) {
    this.projections = parts.projections;
    this.position = parts.position;
    this.at = parts.at;
    this.counts = parts.counts;
    freezeTree(parts.counts);
    this.stopped = parts.stopped;
    freezeTree(parts.stopped);
    this.#documents = parts.documents;
    this.#places = placesOf(parts.projections);
    this.read = <S extends object>(projection: Projection<S, unknown>, key: string): S => {
      const place = placeIn(this.#places, projection);
      return (this.#documents.row(key)?.at(place) ?? projection.definition.initial) as S;
    };
  }

  /**
   * The state before any event.
   *
   * @throws MarketError `PROJECTION_INVALID` for rules that can't be folded together.
   */
  static initial(rules: Rules): State {
    const projections = orderRules(rules);
    const documents = Documents.empty();
    return new State({ projections, documents, position: 0, at: null, counts: NOTHING_COUNTED, stopped: [] });
  }

  /**
   * The state that `encode` wrote.
   *
   * @throws MarketError `SNAPSHOT_STALE` if other rules, or other versions of them, made it, or if the text is no state.
   */
  static decode(text: string, rules: Rules): State {
    const projections = orderRules(rules);
    const written = parse(text, projections) as { readonly state: Written };
    return whole(() => {
      const { documents, ...parts } = written.state;
      return new State({ ...parts, projections, documents: readDocuments(documents, projections) });
    });
  }

  /**
   * The state that `pack` took apart; its documents are read as they are asked for.
   *
   * @throws MarketError `SNAPSHOT_STALE` if other rules, or other versions of them, made it.
   */
  static unpack({ head, buckets }: PackedState, rules: Rules): State {
    const projections = orderRules(rules);
    const { keys, ...parts } = parse(head, projections) as Written & { readonly keys: readonly string[] };
    return new State({ ...parts, projections, documents: Documents.of(keys, buckets) });
  }

  /**
   * The state of a whole tape that was folded in parts: every part folded the shared events and some of its own, the base
   * the shared events alone. `codes` are those of the refused events, in the order of the first of each.
   *
   * @throws MarketError `PROJECTION_INVALID` if two parts have changed one document.
   */
  static merge(base: State, parts: readonly State[], codes: readonly string[]): State {
    const { projections } = base;
    const forms = projections.map(({ form }) => form);
    const others = parts.map((part) => part.#documents);
    const documents = mergeDocuments(base.#documents, others, forms);
    if (!(documents instanceof Documents)) {
      const projection = projections[documents.place]?.definition.name ?? "";
      const message = `${projection} of ${documents.key} is changed by two groups; fold them together`;
      throw new MarketError("PROJECTION_INVALID", message, { projection });
    }
    const { position, at } = [base, ...parts].reduce((late, part) =>
      part.position > late.position ? part : late,
    );
    const counts = mergeCounts(
      base.counts,
      parts.map((part) => part.counts),
      codes,
    );
    return new State({ projections, documents, position, at, counts, stopped: base.stopped });
  }

  /** The value that a selection shows: `state.get(recordClose("N225"))`. */
  get<S extends object, V>({ projection, key }: Selection<S, V>): V {
    return viewOf(projection, key, this.read);
  }

  /** All documents of a projection by key, keys in code unit order. */
  documents<S extends object>(projection: Projection<S, unknown>): ReadonlyMap<string, S> {
    const place = placeIn(this.#places, projection);
    const found = new Map<string, S>();
    for (const key of this.#documents.keysInOrder) {
      const document = this.#documents.row(key)?.at(place);
      if (document !== undefined) found.set(key, document as S);
    }
    return found;
  }

  /** SHA-256 of the whole canonical state, 64 hex digits. */
  get digest(): string {
    this.#digest ??= sha256Of(this.#canonical());
    return this.#digest;
  }

  /** The state as one text, to be read by `State.decode` with the same rules. */
  encode(): string {
    return `{"format":${FORMAT},"rules":${canonicalText(this.projections.map(fingerprint))},"state":${[...this.#canonical()].join("")}}`;
  }

  /** The state in pieces, to be put together by `State.unpack` with the same rules. */
  pack(): PackedState {
    const { position, at, counts, stopped } = this;
    const { keys, buckets } = this.#documents;
    const rules = this.projections.map(fingerprint);
    return { head: canonicalText({ format: FORMAT, rules, position, at, counts, stopped, keys }), buckets };
  }

  /** The parts that a fold goes on from. */
  parts(): StateParts {
    const { projections, position, at, counts, stopped } = this;
    return { projections, position, at, counts, stopped, documents: this.#documents };
  }

  /** The canonical state, piece by piece. */
  *#canonical(): Generator<string> {
    const kept = this.projections.map((): [string, Row][] => []);
    for (const key of this.#documents.keysInOrder) {
      const row = this.#documents.row(key) as Row;
      for (const place of row.places) kept[place]?.push([key, row]);
    }
    const byName = this.projections
      .map(({ definition: { name } }, place) => ({ name, place, rows: kept[place] ?? [] }))
      .sort((a, b) => compareText(a.name, b.name));
    const { position, at, counts, stopped } = this;
    yield `{"at":${at},"counts":${canonicalText(counts)},"documents":{`;
    for (const [index, { name, place, rows }] of byName.entries()) {
      yield `${index === 0 ? "" : ","}${JSON.stringify(name)}:[`;
      for (const [next, [key, row]] of rows.entries())
        yield `${next === 0 ? "" : ","}[${canonicalText(key)},${row.text(place)}]`;
      yield "]";
    }
    yield `},"position":${position},"stopped":${canonicalText(stopped)}}`;
  }
}

/** The parts of a state as `encode` writes them; documents by rule, each with its key. */
interface Written extends Omit<StateParts, "projections" | "documents"> {
  readonly documents: Readonly<Record<string, readonly (readonly [key: string, document: object])[]>>;
}

function readDocuments(written: Written["documents"], projections: readonly AnyProjection[]): Documents {
  const rows = new Map<string, { readonly places: number[]; readonly documents: object[] }>();
  projections.forEach((projection, place) => {
    for (const [key, document] of written[projection.definition.name] ?? []) {
      const row = rows.get(key) ?? { places: [], documents: [] };
      freezeTree(document);
      row.places.push(place);
      row.documents.push(document);
      rows.set(key, row);
    }
  });
  const forms = projections.map(({ form }) => form);
  const changed = [...rows].map(([key, row]) => {
    return { key, slot: -1, row: new Row(row.places, row.documents, forms) };
  });
  return Documents.empty().with(changed);
}

function stale(reason: string): MarketError {
  return new MarketError("SNAPSHOT_STALE", `snapshot: ${reason}; fold the tape again`, { reason });
}

/** Makes a state of a parsed text; the error is `SNAPSHOT_STALE` if the text lacks parts of one. */
function whole<T>(make: () => T): T {
  try {
    return make();
  } catch (cause) {
    throw cause instanceof MarketError ? cause : stale(`is no state (${String(cause)})`);
  }
}

/** Parses the text of a state; throws `SNAPSHOT_STALE` if it has another format or was made by other rules. */
function parse(text: string, projections: readonly AnyProjection[]): object {
  let parsed: { readonly format?: unknown; readonly rules?: unknown };
  try {
    parsed = parseCanonical(text) as typeof parsed;
  } catch (cause) {
    throw stale(`is no state (${String(cause)})`);
  }
  if (parsed.format !== FORMAT) throw stale("was written in another format");
  if (canonicalText(parsed.rules) !== canonicalText(projections.map(fingerprint)))
    throw stale("was made by other rules");
  return parsed;
}
