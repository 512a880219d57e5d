/** A place between two lines of a tape that was read before. */
export interface LineMark {
  /** Events before it. */
  readonly events: number;
  /** Bytes, unpacked, before it. */
  readonly bytes: number;
  /** The last of these bytes, which show whether they are still the ones that were read. */
  readonly ending: Buffer;
}

/** Least distance between two kept marks in bytes, except for the last one. */
const APART_BYTES = 128 * 1024;

/**
 * Places at which reading a tape of lines may begin again: the last one that was read to, and some before it.
 */
export class LineMarks {
  readonly #marks: LineMark[] = [];

  add({ events, bytes, ending }: LineMark): void {
    const last = this.#marks.at(-1);
    if (last !== undefined && bytes <= last.bytes) return;
    const before = this.#marks.at(-2)?.bytes ?? 0;
    if (last !== undefined && last.bytes - before < APART_BYTES) this.#marks.pop();
    // Copied, so that nothing else of the chunk is kept.
    this.#marks.push({ events, bytes, ending: Buffer.from(ending) });
  }

  /** The last mark before the event at a position; undefined if there is none. */
  before(position: number): LineMark | undefined {
    return this.#marks.findLast(({ events }) => events < position);
  }
}
