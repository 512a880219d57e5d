/**
 * Answers of a rule about subjects of facts, such as where an instrument's ticks go. A rule is asked once for each
 * subject, and again when a document read for the answer has been changed by a fact that came by key. No answer is part of
 * a state.
 */
import type { Projection, Read } from "../rule/projection.ts";
import type { Places } from "../rule/rule-order.ts";
import { type DocumentStore, NO_ROW } from "./document-store.ts";

export class Answers<T> {
  /** The answers by the subject's row; undefined if the rule must be asked. */
  readonly #kept: (T | undefined)[] = [];
  readonly #drops: (() => void)[] = [];
  readonly #ask: (subject: string, read: Read) => T;
  readonly #reading: WatchedReading;

  constructor(reading: WatchedReading, ask: (subject: string, read: Read) => T) {
    this.#reading = reading;
    this.#ask = ask;
  }

  /** The answer about a subject, given with its row. */
  of(row: number, subject: string): T {
    const known = this.#kept[row];
    if (known !== undefined) return known;
    // Filled up, since an array with gaps is looked up slowly.
    while (this.#kept.length <= row) this.#drops.push(dropAt(this.#kept, this.#kept.push(undefined) - 1));
    const drop = this.#drops[row] as () => void;
    const answer = this.#ask(subject, this.#reading.until(drop));
    if (this.#reading.isKept) this.#kept[row] = answer;
    return answer;
  }
}

/** Reads documents for answers, and has an answer dropped when one of its documents changes. */
export class WatchedReading {
  /** False if no answer is kept: then each serves one fact. */
  readonly isKept: boolean;
  readonly #read: Read;
  #drop = (): void => {};

  constructor(store: DocumentStore, places: Places, read: Read) {
    this.isKept = store.watch !== undefined;
    let [lastKey, lastRow]: [string | undefined, number] = [undefined, NO_ROW];
    this.#read = <S extends object>(projection: Projection<S, unknown>, key: string): S => {
      const place = places[projection.id];
      if (place === undefined || store.watch === undefined) return read(projection, key);
      if (key !== lastKey) {
        const row = store.row(key);
        lastRow = row === NO_ROW ? store.newRow(key) : row;
        lastKey = key;
      }
      store.watch(lastRow, place, this.#drop);
      return store.document(lastRow, place) as S;
    };
  }

  /** The reader for one answer; `drop` is called when a document that it has read changes. */
  until(drop: () => void): Read {
    this.#drop = drop;
    return this.#read;
  }
}

function dropAt(kept: unknown[], row: number): () => void {
  return () => (kept[row] = undefined);
}
