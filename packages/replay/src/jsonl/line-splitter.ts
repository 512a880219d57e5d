/** Longest line of a tape in bytes, its end not counted. */
export const LINE_BYTES_MAX = 1024 * 1024;

/**
 * Cuts bytes into lines at each line feed, holding no more than one line's worth of them. A carriage return before it
 * stays with the line, as a blank of the JSON.
 */
export class LineSplitter {
  #begun: Buffer[] = [];
  #begunBytes = 0;
  #start: number;

  /** Begins at the byte `start` of the tape, which begins a line. */
  constructor(start = 0) {
    this.#start = start;
  }

  /** The first byte after the last whole line, counted from 0 at the beginning of the tape. */
  get start(): number {
    return this.#start;
  }

  /** The unfinished line. */
  get rest(): Buffer {
    return Buffer.concat(this.#begun);
  }

  get restBytes(): number {
    return this.#begunBytes;
  }

  /**
   * Passes on the lines that end in this chunk, each as bytes with its place in them; stops with
   * `LineTooLong` before it would hold more than the limit.
   */
  split(chunk: Buffer, take: (bytes: Buffer, from: number, to: number) => void): void {
    for (let from = 0; from < chunk.length;) {
      const end = chunk.indexOf(0x0a, from);
      const to = end === -1 ? chunk.length : end;
      const bytes = this.#begunBytes + to - from;
      if (bytes > LINE_BYTES_MAX) throw new LineTooLong();
      if (end !== -1 && this.#begun.length === 0) take(chunk, from, to);
      else {
        this.#begun.push(chunk.subarray(from, to));
        this.#begunBytes = bytes;
        if (end === -1) return;
        take(this.rest, 0, bytes);
        this.#begun = [];
        this.#begunBytes = 0;
      }
      // Counted after the reader has taken the line: a line that it refuses isn't whole.
      this.#start += bytes + 1;
      from = end + 1;
    }
  }
}

export class LineTooLong extends Error {}
