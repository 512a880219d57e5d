/** Longest line of a tape in bytes, its end not counted. */
export const LINE_BYTES_MAX = 1024 * 1024;

/** Cuts bytes into lines at each line feed, holding no more than one line's worth of them. */
export class LineSplitter {
  #begun: Buffer[] = [];
  #begunBytes = 0;
  #start = 0;

  /** The first byte after the last whole line, counted from 0 at the beginning of the tape. */
  get start(): number {
    return this.#start;
  }

  /** The line begun and not ended yet. */
  get rest(): Buffer {
    return Buffer.concat(this.#begun);
  }

  /** The lines that end in this chunk; stops with `LineTooLong` before it would hold more than the limit. */
  *split(chunk: Buffer): Generator<Buffer> {
    for (let from = 0; from < chunk.length;) {
      const end = chunk.indexOf(0x0a, from);
      const piece = chunk.subarray(from, end === -1 ? chunk.length : end);
      const bytes = this.#begunBytes + piece.length;
      if (bytes > LINE_BYTES_MAX) throw new LineTooLong();
      this.#begun.push(piece);
      this.#begunBytes = bytes;
      if (end === -1) return;
      const line = this.#begun.length === 1 ? piece : this.rest;
      this.#begun = [];
      this.#begunBytes = 0;
      yield line;
      // Counted once the reader has taken the line and come back for more: a line it refuses isn't whole.
      this.#start += bytes + 1;
      from = end + 1;
    }
  }
}

export class LineTooLong extends Error {}
