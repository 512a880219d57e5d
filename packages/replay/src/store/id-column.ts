/** Ids that count up, kept as their numbers: `t-000123` is the prefix `t-`, six digits wide, and 123. */
import type { VarintReader, VarintWriter } from "./varints.ts";

/** A prefix, and how many digits follow with zeros in front; 0 for as many as the number has. */
type IdForm = readonly [prefix: string, width: number];

/** Numbers of so many digits lie no further apart than `VARINT_MAX`. */
const DIGITS_MAX = 15;

export class IdWriter {
  readonly forms: IdForm[] = [];
  /** Places of forms, by prefix and width. */
  readonly #places = new Map<string, number[]>();
  readonly #last: number[] = [];

  /** Writes an id of printable ASCII: its form and how far it counts on, or 0 and the whole text. */
  write(id: string, to: VarintWriter): void {
    const start = digitsStart(id);
    if (start === id.length) {
      to.whole(0);
      to.ascii(id);
      return;
    }
    const place = this.#place(id, start);
    const number = Number(id.slice(start));
    to.whole(place + 1);
    to.signed(number - (this.#last[place] ?? 0));
    this.#last[place] = number;
  }

  #place(id: string, start: number): number {
    const width = id.charCodeAt(start) === ZERO ? id.length - start : 0;
    const prefix = id.slice(0, start);
    let places = this.#places.get(prefix);
    if (places === undefined) this.#places.set(prefix, (places = []));
    places[width] ??= this.forms.push([prefix, width]) - 1;
    return places[width];
  }
}

export class IdReader {
  readonly #forms: readonly IdForm[];
  readonly #last: number[];

  constructor(forms: readonly IdForm[]) {
    this.#forms = forms;
    this.#last = forms.map(() => 0);
  }

  read(from: VarintReader): string {
    const place = from.whole() - 1;
    if (place === -1) return from.ascii();
    const number = (this.#last[place] as number) + from.signed();
    this.#last[place] = number;
    const [prefix, width] = this.#forms[place] as IdForm;
    return width === 0 ? `${prefix}${number}` : prefix + String(number).padStart(width, "0");
  }
}

const ZERO = 0x30;

/** Where the digits at the end begin, as many of them as make an exact number. */
function digitsStart(id: string): number {
  let start = id.length;
  while (start > 0 && id.length - start < DIGITS_MAX && isDigit(id.charCodeAt(start - 1))) start -= 1;
  return start;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= ZERO + 9;
}
