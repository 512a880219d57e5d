/**
 * Ticks as rows of small differences: to the tick before, to the same instrument's price, to the source's number. A
 * tick of a numbered source takes about ten bytes.
 */
import type { MarketEvent, EventOf, TickUpdate } from "@tapefold/core";
import { tickOf } from "../../tape/tick-of.ts";
import { type DecimalForm, decimalOf, formOf, NO_DECIMAL, unitsIn } from "./decimal-column.ts";
import { IdReader, IdWriter } from "./id-column.ts";
import { VARINT_MAX, type VarintReader, type VarintWriter } from "./varints.ts";

/** Common fields of ticks; each row names its shape by its place in a list. */
export interface Shape {
  /** Null for a source that doesn't number. */
  readonly source: string | null;
  readonly price: DecimalForm;
  readonly size: DecimalForm;
  readonly updates: readonly TickUpdate[] | null;
}

/** Most bytes a row can take. */
export const ROW_BYTES_MAX = 192;
const HALF = VARINT_MAX / 2;

/** The values that a row's price is told against. */
interface InstrumentColumn {
  readonly place: number;
  units: number;
  form: DecimalForm;
}

/**
 * The number that a row's is told against, and the places of the source's shapes without `updates`, by their
 * forms.
 */
interface SourceColumn {
  seq: number;
  readonly plain: Map<number, number>;
}

export class TickRowWriter {
  readonly shapes: Shape[] = [];
  readonly instruments: string[] = [];
  readonly ids = new IdWriter();
  /** Places of shapes with `updates`, by their text. */
  readonly #odd = new Map<string, number>();
  readonly #instruments = new Map<string, InstrumentColumn>();
  readonly #sources = new Map<string | undefined, SourceColumn>();
  #lastAt: number;

  constructor(firstAt: number) {
    this.#lastAt = firstAt;
  }

  /** Writes a tick; false, and nothing written, for an event that is no tick or an odd one. */
  write(event: MarketEvent, to: VarintWriter): boolean {
    if (event.type !== "PriceTicked" || event.v !== undefined) return false;
    const { id, at, source, seq, instrument, price, size, updates } = event;
    if ((source === undefined) !== (seq === undefined) || Math.abs(at - this.#lastAt) > HALF) return false;
    if (seq !== undefined && seq > HALF) return false;
    const column = this.#instruments.get(instrument) ?? this.#newInstrument(instrument);
    let { form } = column;
    let units = unitsIn(form, price);
    if (units === undefined) {
      const other = formOf(price);
      if (other === undefined) return false;
      form = other;
      units = unitsIn(form, price) as number;
    }
    const sizeForm = size === undefined ? NO_DECIMAL : formOf(size);
    if (sizeForm === undefined) return false;
    const numbers = this.#sources.get(source) ?? this.#newSource(source);
    const name = form * FORMS + sizeForm;
    const shape =
      updates === undefined
        ? (numbers.plain.get(name) ?? this.#newShape(numbers.plain, name, source, form, sizeForm))
        : this.#oddShape({ source: source ?? null, price: form, size: sizeForm, updates });
    to.whole(shape + 1);
    to.signed(at - this.#lastAt);
    this.#lastAt = at;
    to.whole(column.place);
    to.signed(units - column.units);
    column.units = units;
    column.form = form;
    if (size !== undefined) to.signed(unitsIn(sizeForm, size) as number);
    if (seq !== undefined) {
      to.signed(seq - numbers.seq);
      numbers.seq = seq;
    }
    this.ids.write(id, to);
    return true;
  }

  #newInstrument(instrument: string): InstrumentColumn {
    const column = { place: this.instruments.push(instrument) - 1, units: 0, form: 0 };
    this.#instruments.set(instrument, column);
    return column;
  }

  #newSource(source: string | undefined): SourceColumn {
    const numbers = { seq: 0, plain: new Map<number, number>() };
    this.#sources.set(source, numbers);
    return numbers;
  }

  #newShape(
    plain: Map<number, number>,
    name: number,
    source: string | undefined,
    price: DecimalForm,
    size: DecimalForm,
  ): number {
    const place = this.shapes.push({ source: source ?? null, price, size, updates: null }) - 1;
    plain.set(name, place);
    return place;
  }

  #oddShape(shape: Shape): number {
    const text = JSON.stringify(shape);
    const known = this.#odd.get(text);
    if (known !== undefined) return known;
    this.#odd.set(text, this.shapes.length);
    return this.shapes.push(shape) - 1;
  }
}

/** Greater than the number of forms of a decimal. */
const FORMS = 64;

export class TickRowReader {
  readonly #shapes: readonly Shape[];
  readonly #instruments: readonly string[];
  readonly #ids: IdReader;
  readonly #lastPrice: number[];
  readonly #lastSeq: number[];
  readonly #sourcePlaces: readonly number[];
  #lastAt: number;

  constructor(names: {
    readonly shapes: readonly Shape[];
    readonly instruments: readonly string[];
    readonly ids: IdWriter["forms"];
    readonly firstAt: number;
  }) {
    this.#shapes = names.shapes;
    this.#instruments = names.instruments;
    this.#ids = new IdReader(names.ids);
    this.#lastPrice = names.instruments.map(() => 0);
    const sources = [...new Set(names.shapes.map(({ source }) => source))];
    this.#sourcePlaces = names.shapes.map(({ source }) => sources.indexOf(source));
    this.#lastSeq = sources.map(() => 0);
    this.#lastAt = names.firstAt;
  }

  /** Reads the tick of the shape at a place, which has been read already. */
  read(shapePlace: number, from: VarintReader): EventOf<"PriceTicked"> {
    const shape = this.#shapes[shapePlace] as Shape;
    const { source } = shape;
    this.#lastAt += from.signed();
    const at = this.#lastAt;
    const place = from.whole();
    const instrument = this.#instruments[place] as string;
    const units = (this.#lastPrice[place] as number) + from.signed();
    this.#lastPrice[place] = units;
    const price = decimalOf(shape.price, units);
    const size = shape.size === NO_DECIMAL ? undefined : decimalOf(shape.size, from.signed());
    const seq = source === null ? undefined : this.#seq(this.#sourcePlaces[shapePlace] as number, from);
    const tick = tickOf(this.#ids.read(from), at, instrument, price, size, source ?? undefined, seq);
    if (shape.updates !== null) Object.assign(tick, { updates: [...shape.updates] });
    return tick;
  }

  #seq(sourcePlace: number, from: VarintReader): number {
    const seq = (this.#lastSeq[sourcePlace] as number) + from.signed();
    this.#lastSeq[sourcePlace] = seq;
    return seq;
  }
}
