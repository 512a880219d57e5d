/** A place between two lines of a tape that was read before. */
export interface LineMark {
  /** How many events stand before it. */
  readonly events: number;
  /** How many bytes, unpacked, stand before it. */
  readonly bytes: number;
  /** The last of these bytes, by which it is seen whether they are still the ones that were read. */
  readonly ending: Buffer;
}

/** Two marks that are kept lie at least so far apart, but for the last one. */
const APART_BYTES = 4 * 1024 * 1024;

/** Where reading a tape of lines may begin again: the last place that was read to, and some before it. */
export class LineMarks {
  readonly #marks: LineMark[] = [];

  add({ events, bytes, ending }: LineMark): void {
    const last = this.#marks.at(-1);
    if (last !== undefined && bytes <= last.bytes) return;
    const before = this.#marks.at(-2)?.bytes ?? 0;
    if (last !== undefined && last.bytes - before < APART_BYTES) this.#marks.pop();
    // Of a chunk nothing is kept but these bytes.
    this.#marks.push({ events, bytes, ending: Buffer.from(ending) });
  }

  /** The last mark that the event at a position stands behind; undefined if there is none. */
  before(position: number): LineMark | undefined {
    return this.#marks.findLast(({ events }) => events < position);
  }
}
