/** Damage to real input, drawn by a seed: the same seed gives the same bytes. */

/** Whole numbers from 0 up to, not including, `below`. */
export type Draw = (below: number) => number;

/** A small generator (mulberry32), so that a case is its seed. */
export function drawer(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** Numbers at which readers have gone wrong, as text. */
// prettier-ignore
const EXTREMES = [
  "0", "-0", "-1", "1e400", "-1e-400", "NaN", "Infinity", "9007199254740993", "9223372036854775808",
  "0.1", "1.0000000000000001", "1e15", "99999999999999999999999999", "2147483648", "0x10", "00", "1,5",
];

/** Words that mean something to JSON, to dates, to objects or to a screen. */
// prettier-ignore
const TOKENS = [
  "null", "true", "[]", "{}", '""', '"__proto__"', '"constructor"', '"toString"', "__proto__", "\\u0000",
  "\u202e", "\ud800", "\ufeff", "9999-12-31", "0000-00-00", "2026-02-30", "+275760-09-13", "T24:00:00Z",
  '"', "'", "<script>", "=1+1", "\r\n", "\n\n", "\t", ";", ",", "{", "}", "[", "[[[[[[[[", ":", "%",
];

type Mutator = (bytes: Buffer, draw: Draw, other: Buffer) => Buffer;

const put = (bytes: Buffer, from: number, to: number, within: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, from), within, bytes.subarray(to)]);

const one = <T>(list: readonly T[], draw: Draw): T => list[draw(list.length)] as T;

/** A stretch of the text that a pattern finds, from a drawn place on; undefined where there is none. */
function found(bytes: Buffer, pattern: RegExp, draw: Draw): { from: number; to: number } | undefined {
  const place = draw(bytes.length);
  const match = pattern.exec(bytes.toString("latin1", place, place + 2_000));
  return match === null
    ? undefined
    : { from: place + match.index, to: place + match.index + match[0].length };
}

export const mutators: Readonly<Record<string, Mutator>> = {
  "flip a bit": (bytes, draw) => {
    const flipped = Buffer.from(bytes);
    const place = draw(bytes.length);
    flipped[place] = (flipped[place] as number) ^ (1 << draw(8));
    return flipped;
  },
  "set a byte": (bytes, draw) => {
    const place = draw(bytes.length);
    return put(bytes, place, place + 1, Buffer.of(one([0, 10, 34, 44, 127, 128, 255, draw(256)], draw)));
  },
  "insert bytes": (bytes, draw) => {
    const place = draw(bytes.length + 1);
    return put(bytes, place, place, Buffer.alloc(1 + draw(8), draw(256)));
  },
  "delete bytes": (bytes, draw) => {
    const place = draw(bytes.length);
    return put(bytes, place, place + 1 + draw(one([1, 8, 64], draw)), Buffer.alloc(0));
  },
  cut: (bytes, draw) => bytes.subarray(0, draw(bytes.length)),
  "repeat a part": (bytes, draw) => {
    const from = draw(bytes.length);
    const part = bytes.subarray(from, from + 1 + draw(256));
    return put(bytes, from, from, Buffer.concat(Array<Buffer>(1 + draw(4)).fill(part)));
  },
  "splice with another": (bytes, draw, other) =>
    Buffer.concat([bytes.subarray(0, draw(bytes.length)), other.subarray(draw(other.length))]),
  "extreme number": (bytes, draw) => {
    const number = found(bytes, /-?\d+(\.\d+)?/, draw);
    return number === undefined
      ? bytes
      : put(bytes, number.from, number.to, Buffer.from(one(EXTREMES, draw)));
  },
  "another token": (bytes, draw) => {
    const token = found(bytes, /"[^"\n]*"|[\w.+-]+/, draw);
    return token === undefined ? bytes : put(bytes, token.from, token.to, Buffer.from(one(TOKENS, draw)));
  },
  "swap tokens": (bytes, draw) => {
    const [a, b] = [found(bytes, /"[^"\n]*"|[\w.+-]+/, draw), found(bytes, /"[^"\n]*"|[\w.+-]+/, draw)];
    if (a === undefined || b === undefined || a.to > b.from) return bytes;
    const middle = Buffer.concat([bytes.subarray(b.from, b.to), bytes.subarray(a.to, b.from)]);
    return put(bytes, a.from, b.to, Buffer.concat([middle, bytes.subarray(a.from, a.to)]));
  },
  "move a line": (bytes, draw) => {
    const lines = bytes.toString("latin1").split("\n");
    const [line = ""] = lines.splice(draw(lines.length), draw(3) === 0 ? 0 : 1);
    if (draw(3) > 0) lines.splice(draw(lines.length + 1), 0, line);
    return Buffer.from(lines.join("\n"), "latin1");
  },
  "extreme bytes": (bytes, draw) => {
    const place = draw(bytes.length);
    const width = one([2, 4, 8], draw);
    return put(bytes, place, place + width, Buffer.alloc(width, one([0, 0xff, 0x7f, 0x80], draw)));
  },
};

const all = Object.values(mutators);

/** The input with one kind of damage, or up to three. */
export function mutated(bytes: Buffer, draw: Draw, other: Buffer): Buffer {
  let damaged = bytes;
  for (let left = one([1, 1, 1, 2, 3], draw); left > 0; left -= 1)
    if (damaged.length > 0) damaged = one(all, draw)(damaged, draw, other);
  return damaged;
}
