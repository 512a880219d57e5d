/**
 * Ticks as rows of small differences: to the tick before, to the same instrument's price, to the source's number. A
 * tick of a numbered source takes about ten bytes.
 */
import type { MarketEvent, PriceTicked, TickUpdate } from "@tapefold/core";
import { type DecimalForm, decimalOf, formOf, NO_DECIMAL, unitsIn } from "./decimal-column.ts";
import { IdReader, IdWriter } from "./id-column.ts";
import { VARINT_MAX, type VarintReader, type VarintWriter } from "./varints.ts";

/** What ticks have in common; each row names its shape by its place in a list. */
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

export class TickRowWriter {
  readonly shapes: Shape[] = [];
  readonly instruments: string[] = [];
  readonly ids = new IdWriter();
  /** Places of shapes without `updates`, by source and forms; and of the others, by their text. */
  readonly #plain = new Map<string | null, Map<number, number>>();
  readonly #odd = new Map<string, number>();
  readonly #instrumentPlaces = new Map<string, number>();
  readonly #lastPrice: number[] = [];
  readonly #lastForm: number[] = [];
  readonly #lastSeq = new Map<string, number>();
  #lastAt: number;

  constructor(firstAt: number) {
    this.#lastAt = firstAt;
  }

  /** Writes a tick; false, and nothing written, for an event that is none or an odd one. */
  write(event: MarketEvent, to: VarintWriter): boolean {
    if (event.type !== "PriceTicked" || event.v !== undefined) return false;
    const { id, at, source, seq, instrument, price, size, updates } = event;
    if ((source === undefined) !== (seq === undefined) || Math.abs(at - this.#lastAt) > HALF) return false;
    if (seq !== undefined && seq > HALF) return false;
    const place = this.#instrumentPlace(instrument);
    let priceForm = this.#lastForm[place] ?? 0;
    let units = unitsIn(priceForm, price);
    if (units === undefined) {
      const form = formOf(price);
      if (form === undefined) return false;
      priceForm = form;
      units = unitsIn(form, price) as number;
    }
    const sizeForm = size === undefined ? NO_DECIMAL : formOf(size);
    if (sizeForm === undefined) return false;
    const shapePlace = this.#shapePlace(source ?? null, priceForm, sizeForm, updates);
    to.whole(shapePlace + 1);
    to.signed(at - this.#lastAt);
    this.#lastAt = at;
    to.whole(place);
    to.signed(units - (this.#lastPrice[place] ?? 0));
    this.#lastPrice[place] = units;
    this.#lastForm[place] = priceForm;
    if (size !== undefined) to.signed(unitsIn(sizeForm, size) as number);
    if (source !== undefined && seq !== undefined) {
      to.signed(seq - (this.#lastSeq.get(source) ?? 0));
      this.#lastSeq.set(source, seq);
    }
    this.ids.write(id, to);
    return true;
  }

  #instrumentPlace(instrument: string): number {
    const known = this.#instrumentPlaces.get(instrument);
    if (known !== undefined) return known;
    this.#instrumentPlaces.set(instrument, this.instruments.length);
    return this.instruments.push(instrument) - 1;
  }

  #shapePlace(
    source: string | null,
    price: DecimalForm,
    size: DecimalForm,
    updates: readonly TickUpdate[] | undefined,
  ): number {
    if (updates !== undefined) {
      const shape: Shape = { source, price, size, updates };
      const name = JSON.stringify(shape);
      return this.#odd.get(name) ?? this.#listed(this.#odd, name, shape);
    }
    let places = this.#plain.get(source);
    if (places === undefined) this.#plain.set(source, (places = new Map()));
    const name = price * FORMS + size;
    return places.get(name) ?? this.#listed(places, name, { source, price, size, updates: null });
  }

  #listed<K>(places: Map<K, number>, name: K, shape: Shape): number {
    places.set(name, this.shapes.length);
    return this.shapes.push(shape) - 1;
  }
}

/** More than there are forms of a decimal. */
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

  /** Reads the tick of the shape at a place, which was read before it. */
  read(shapePlace: number, from: VarintReader): PriceTicked {
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
    const tick: PriceTicked =
      source === null
        ? { id: this.#ids.read(from), at, type: TICK, instrument, price }
        : this.#numbered(source, this.#sourcePlaces[shapePlace] as number, at, instrument, price, from);
    if (size !== undefined) Object.assign(tick, { size });
    if (shape.updates !== null) Object.assign(tick, { updates: [...shape.updates] });
    return tick;
  }

  #numbered(
    source: string,
    sourcePlace: number,
    at: number,
    instrument: string,
    price: PriceTicked["price"],
    from: VarintReader,
  ): PriceTicked {
    const seq = (this.#lastSeq[sourcePlace] as number) + from.signed();
    this.#lastSeq[sourcePlace] = seq;
    return { id: this.#ids.read(from), at, source, seq, type: TICK, instrument, price };
  }
}

const TICK = "PriceTicked";
