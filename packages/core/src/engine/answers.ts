/**
 * Answers: what a rule says of a subject of facts, such as where its ticks go. It is asked once for each subject, and
 * again when a document it read for its answer has been changed by a fact that came by key. Answers are no part of a
 * state, which is the same without them.
 */
import type { Projection, Read } from "../rule/projection.ts";
import type { Places } from "../rule/rule-order.ts";
import { type DocumentStore, NO_ROW } from "./document-store.ts";

export class Answers<T> {
  /** By the subject's row; undefined where it must be asked for. */
  readonly #kept: (T | undefined)[] = [];
  readonly #drops: (() => void)[] = [];
  readonly #ask: (subject: string, read: Read) => T;
  readonly #reading: WatchedReading;

  constructor(reading: WatchedReading, ask: (subject: string, read: Read) => T) {
    this.#reading = reading;
    this.#ask = ask;
  }

  of(row: number, subject: string): T {
    const known = this.#kept[row];
    if (known !== undefined) return known;
    // Filled up: an array with gaps is looked up slowly.
    while (this.#kept.length <= row) this.#drops.push(dropAt(this.#kept, this.#kept.push(undefined) - 1));
    const drop = this.#drops[row] as () => void;
    const answer = this.#ask(subject, this.#reading.until(drop));
    if (this.#reading.isKept) this.#kept[row] = answer;
    return answer;
  }
}

/** Reads for answers, and has them dropped when what was read changes. */
export class WatchedReading {
  /** False where every answer is for one fact alone. */
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

  until(drop: () => void): Read {
    this.#drop = drop;
    return this.#read;
  }
}

function dropAt(kept: unknown[], row: number): () => void {
  return () => (kept[row] = undefined);
}
