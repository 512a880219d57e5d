/** Owned documents: the engine changes them in place, freezes them when they are handed out, and copies at the next touch. */
import { type ChangedRow, type Documents, Row, spreadOut } from "../state/documents.ts";
import { type DocumentStore, NO_ROW } from "./document-store.ts";
import type { AnyProjection, Projection, Read } from "../rule/projection.ts";
import { placeIn, type Places, placesOf } from "../rule/rule-order.ts";
import type { Form } from "../plain/form.ts";
import { freezeTree } from "../plain/plain-value.ts";

/** Number of rows that there is room for at first. */
const ROWS_FIRST = 64;

/** The document belongs to the last hand-out. */
const HANDED_OUT = 0;
/** The engine owns the document. */
const OWN = 1;
/** The engine has owned the document since the last hand-out, and has shown it. */
const SHOWN = 2;
/** Added to the three above if the document is watched. */
const WATCHED = 4;

type Watchers = (() => void) | Set<() => void> | undefined;

export class OwnedDocuments implements DocumentStore {
  readonly #places: Places;
  readonly #initials: readonly object[];
  readonly #forms: readonly Form[];
  readonly #rows = new Map<string, number>();
  /** Key of each row. */
  readonly #keys: string[] = [];
  /** Slot of each row in the last hand-out. */
  readonly #slots: number[] = [];
  /** The documents of each row by place; an array for each row, since one long array would be moved as it grows. */
  readonly #documents: object[][] = [];
  /** Owner of each document, at row times number of projections plus place. */
  #whose: Uint8Array;
  /** Watchers of each row by place. */
  readonly #watchers: Watchers[][] = [];
  epoch = 0;
  #handedOut: Documents;
  /** Documents changed since the last hand-out, each by its index in `#whose`. */
  #changed: number[] = [];
  /** The same documents as they were handed out. */
  #before: object[] = [];

  constructor(projections: readonly AnyProjection[], documents: Documents) {
    this.#places = placesOf(projections);
    this.#initials = projections.map(({ definition }) => definition.initial as object);
    this.#forms = projections.map(({ form }) => form);
    this.#whose = new Uint8Array(ROWS_FIRST * projections.length);
    this.#handedOut = documents;
  }

  row(key: string): number {
    const row = this.#rows.get(key);
    if (row !== undefined) return row;
    return this.#handedOut.slotOf(key) < 0 ? NO_ROW : this.newRow(key);
  }

  newRow(key: string): number {
    const known = this.#handedOut.row(key);
    const row = this.#keys.push(key) - 1;
    this.#slots.push(this.#handedOut.slotOf(key));
    this.#documents.push(spreadOut(known, this.#initials));
    this.#watchers.push([]);
    const size = this.#documents.length * this.#initials.length;
    if (this.#whose.length < size) {
      const whose = new Uint8Array(2 * size);
      whose.set(this.#whose);
      this.#whose = whose;
    }
    this.#rows.set(key, row);
    return row;
  }

  document(row: number, place: number): object {
    return (this.#documents[row] as object[])[place] as object;
  }

  open(row: number, place: number): object {
    const isOwn = this.#whose[row * this.#initials.length + place] === OWN;
    return isOwn ? this.document(row, place) : this.#own(row, place);
  }

  watch(row: number, place: number, onChange: () => void): void {
    const index = row * this.#initials.length + place;
    const ofRow = this.#watchers[row] as Watchers[];
    const watchers = ofRow[place];
    // Most documents have one watcher.
    if (watchers === undefined) ofRow[place] = onChange;
    else if (typeof watchers !== "function") watchers.add(onChange);
    else if (watchers !== onChange) ofRow[place] = new Set([watchers, onChange]);
    this.#whose[index] = (this.#whose[index] as number) | WATCHED;
  }

  tellWatchers(row: number, place: number): void {
    const index = row * this.#initials.length + place;
    const whose = this.#whose[index] as number;
    if (whose < WATCHED) return;
    this.#whose[index] = whose - WATCHED;
    const ofRow = this.#watchers[row] as Watchers[];
    const watchers = ofRow[place];
    ofRow[place] = undefined;
    if (typeof watchers === "function") watchers();
    else for (const onChange of watchers ?? []) onChange();
  }

  close(): void {
    // Documents are changed in place, so there is nothing to take back.
  }

  /** The document of a projection at a key as it is now; that object never changes from here on. */
  readonly show: Read = <S extends object>(projection: Projection<S, unknown>, key: string): S => {
    const place = placeIn(this.#places, projection);
    const row = this.row(key);
    if (row === NO_ROW) return this.#initials[place] as S;
    const index = row * this.#initials.length + place;
    const document = this.document(row, place) as S;
    const whose = this.#whose[index] as number;
    if ((whose & ~WATCHED) === OWN) {
      freezeTree(document);
      this.epoch += 1;
      this.#whose[index] = SHOWN | (whose & WATCHED);
    }
    return document;
  };

  /** The documents as they are now; these objects never change from here on. */
  handOut(): Documents {
    const width = this.#initials.length;
    const rows = new Map<number, ChangedRow>();
    this.epoch += 1;
    for (let next = 0; next < this.#changed.length; next += 1) {
      const index = this.#changed[next] as number;
      const [row, place] = [Math.floor(index / width), index % width];
      const document = this.document(row, place);
      this.#forms[place]?.freeze(document, this.#before[next] as object);
      this.#whose[index] = HANDED_OUT | ((this.#whose[index] as number) & WATCHED);
      let changed = rows.get(row);
      if (changed === undefined) rows.set(row, (changed = this.#changedRow(row)));
      changed.row.set(place, document);
    }
    this.#handedOut = this.#handedOut.with(rows.values());
    for (const [row, { key, slot }] of rows) if (slot < 0) this.#slots[row] = this.#handedOut.slotOf(key);
    this.#changed = [];
    this.#before = [];
    return this.#handedOut;
  }

  /** A copy of a row of the last hand-out, to be changed. */
  #changedRow(row: number): ChangedRow {
    const [key, slot] = [this.#keys[row] as string, this.#slots[row] as number];
    return { key, slot, row: this.#handedOut.rowAt(slot)?.copy() ?? new Row([], [], this.#forms) };
  }

  /** The document at a place, owned by the engine: a copy if the engine does not own it yet. */
  #own(row: number, place: number): object {
    const index = row * this.#initials.length + place;
    const before = this.document(row, place);
    const whose = this.#whose[index] as number;
    if (whose === (OWN | WATCHED)) return before;
    const document = (this.#forms[place] as Form).copy(before);
    (this.#documents[row] as object[])[place] = document;
    const isListed = (whose & ~WATCHED) === SHOWN;
    this.#whose[index] = OWN | (whose & WATCHED);
    if (isListed) return document;
    this.#changed.push(index);
    this.#before.push(before);
    return document;
  }
}
