/**
 * Random-looking numbers that follow from a seed alone, the same on every machine: Chris Doty-Humphrey's
 * sfc32. It uses only additions, shifts and one division by a power of two, so no rounding differs anywhere.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** Begins one of many independent runs of a seed; both are whole numbers from 0. */
  constructor(seed: number, run: number) {
    this.#a = seed >>> 0;
    this.#b = Math.floor(seed / 2 ** 32) >>> 0;
    this.#c = run >>> 0;
    // The first numbers still reveal the seed.
    for (let skipped = 0; skipped < 15; skipped += 1) this.#next();
  }

  /** A whole number from 0 to below `limit`, which is at most 2^32. */
  below(limit: number): number {
    return Math.floor((this.#next() / 2 ** 32) * limit);
  }

  /** A whole number between two bounds, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** True once in this many times on average. */
  isOneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  /** From -1 to 1, mostly near 0. */
  bell(): number {
    return (this.#next() + this.#next() + this.#next() + this.#next()) / 2 ** 33 - 1;
  }

  /** From 0 to below 1. */
  fraction(): number {
    return this.#next() / 2 ** 32;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] as T;
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }
}
