/**
 * How lines of ticks are written: what stands between their values. Known beforehand is how this project writes
 * them; another writer's order and spaces are learnt from lines of its own.
 */

/** The places of a line: its beginning, the values, its end. */
export const [START, ID, AT, INSTRUMENT, PRICE, SIZE, SOURCE, SEQ, END] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8,
] as const;

const PLACES: ReadonlyMap<string, number> = new Map([
  ["id", ID],
  ["at", AT],
  ["instrument", INSTRUMENT],
  ["price", PRICE],
  ["size", SIZE],
  ["source", SOURCE],
  ["seq", SEQ],
]);

/** The way from a place to the next one. */
export interface Step {
  readonly to: number;
  /** The bytes between; quotes of a text belong to them, those of a decimal to its value, and the `Z` of an instant. */
  readonly text: Uint8Array;
  /** A bit for the place it leads to, and one for a type on the way: each stands once on a line. */
  readonly bits: number;
}

/** Steps from one place, at most. */
const STEPS_MOST = 8;
/** Lines that are learnt from, at most; one of a kind is enough. */
const LINES_MOST = 64;

const TYPE_BIT = 1;
const NEEDED = TYPE_BIT | (1 << ID) | (1 << AT) | (1 << INSTRUMENT) | (1 << PRICE);
const NUMBERED = (1 << SOURCE) | (1 << SEQ);

/** True if these bits are those of a whole tick. */
export function isWhole(bits: number): boolean {
  const numbers = bits & NUMBERED;
  return (bits & NEEDED) === NEEDED && (numbers === 0 || numbers === NUMBERED);
}

/** A field of a flat line, its value a text without escapes, or bare. */
const FIELD = /\s*[{,]\s*"(\w+)"\s*:\s*(?:"([^"\\]*)"|([^\s,{}"[\]]+))/y;

/** The rest of a line behind its last value. */
const LINE_END = /^(?:Z?")?\s*\}\s*$/;

export class TickLayout {
  /** The steps from each place, those learnt last first. */
  readonly after: readonly Step[][] = Array.from({ length: END }, () => []);
  #lines = 0;

  constructor() {
    const tick = '{"id":"a","type":"PriceTicked","at":"Z","instrument":"a","price":1';
    for (const size of ["", ',"size":1'])
      for (const numbers of ["", ',"source":"a","seq":1']) this.learn(`${tick}${size}${numbers}}`);
    this.#lines = 0;
  }

  /** Learns the way from place to place of a line that was read as a tick. */
  learn(line: string): void {
    if (this.#lines === LINES_MOST) return;
    this.#lines += 1;
    const steps: (Step & { readonly from: number })[] = [];
    let [from, text, typeBit] = [START as number, 0, 0];
    FIELD.lastIndex = 0;
    for (let field = FIELD.exec(line); field !== null; field = FIELD.exec(line)) {
      const [, name = "", quoted, bare = ""] = field;
      if (name === "type") {
        if (quoted !== "PriceTicked") return;
        typeBit = TYPE_BIT;
        continue;
      }
      const to = PLACES.get(name);
      if (to === undefined) return;
      const isDecimal = to === PRICE || to === SIZE;
      const around = quoted === undefined || isDecimal ? 0 : 1;
      const length = quoted === undefined ? bare.length : quoted.length + (isDecimal ? 2 : 0);
      const begin = FIELD.lastIndex - around - length;
      steps.push({ from, to, text: bytesOf(line.slice(text, begin)), bits: (1 << to) | typeBit });
      [from, text, typeBit] = [to, begin + length - (to === AT ? 1 : 0), 0];
    }
    const rest = line.slice(text);
    if (from === START || !LINE_END.test(rest)) return;
    steps.push({ from, to: END, text: bytesOf(rest), bits: typeBit });
    for (const step of steps) this.#add(step.from, step);
  }

  #add(from: number, { to, text, bits }: Step): void {
    const steps = this.after[from] as Step[];
    if (steps.some((step) => step.to === to && Buffer.compare(step.text, text) === 0)) return;
    steps.unshift({ to, text, bits });
    if (steps.length > STEPS_MOST) steps.pop();
  }
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
