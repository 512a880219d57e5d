/** Whole numbers in as few bytes as they need, seven bits a byte, the low ones first. */

/** Largest distance from zero that can be written signed. */
export const VARINT_MAX = 2 ** 51;

export class VarintWriter {
  readonly bytes: Buffer;
  length = 0;

  /** Writes to the beginning of a buffer that is large enough. */
  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** Writes a safe integer from 0. */
  whole(value: number): void {
    let rest = value;
    while (rest >= 0x8000_0000) {
      this.bytes[this.length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest >= 128) {
      this.bytes[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  /** Writes an integer whose distance from zero is at most `VARINT_MAX`. */
  signed(value: number): void {
    this.whole(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** Writes a text of ASCII characters with its length. */
  ascii(text: string): void {
    this.whole(text.length);
    this.length += this.bytes.write(text, this.length, "latin1");
  }

  written(): Buffer {
    return this.bytes.subarray(0, this.length);
  }
}

export class VarintReader {
  readonly #bytes: Buffer;
  offset: number;

  constructor(bytes: Buffer, offset: number) {
    this.#bytes = bytes;
    this.offset = offset;
  }

  whole(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.offset++] ?? 0;
    if (byte < 128) return byte;
    let value = byte & 127;
    for (let shift = 7; shift <= 21; shift += 7) {
      byte = bytes[this.offset++] ?? 0;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
    for (let factor = 2 ** 28; byte >= 128; factor *= 128) {
      byte = bytes[this.offset++] ?? 0;
      value += (byte & 127) * factor;
    }
    return value;
  }

  signed(): number {
    const value = this.whole();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  ascii(): string {
    const length = this.whole();
    const from = this.offset;
    this.offset += length;
    return this.#bytes.toString("latin1", from, this.offset);
  }
}
