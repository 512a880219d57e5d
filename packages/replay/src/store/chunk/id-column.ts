/** Ids that count up, kept as their numbers: `t-000123` is the prefix `t-`, six digits wide, and 123. */
import type { VarintReader, VarintWriter } from "./varints.ts";

/** A prefix, and how many digits follow with zeros in front; 0 for as many as the number has. */
type IdForm = readonly [prefix: string, width: number];

/** Numbers below it have at most fifteen digits, and lie no further apart than `VARINT_MAX`. */
const POWER_MAX = 1e15;

export class IdWriter {
  readonly forms: IdForm[] = [];
  /** Places of forms, by prefix and width. */
  readonly #places = new Map<string, number[]>();
  readonly #last: number[] = [];

  /** Writes an id of printable ASCII: its form and how far it counts on, or 0 and the whole text. */
  write(id: string, to: VarintWriter): void {
    let start = id.length;
    let number = 0;
    for (let power = 1; start > 0 && power < POWER_MAX; power *= 10) {
      const digit = id.charCodeAt(start - 1) - ZERO;
      if (digit < 0 || digit > 9) break;
      number += digit * power;
      start -= 1;
    }
    if (start === id.length) {
      to.whole(0);
      to.ascii(id);
      return;
    }
    const place = this.#place(id, start);
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
