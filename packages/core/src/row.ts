/** Rows: the documents of one key, kept close together, as one event is about few keys and many of their documents. */

/** The documents of one key that facts have reached. */
export interface Row {
  readonly layout: Layout;
  /** By slot of the layout. */
  readonly documents: readonly object[];
}

/** Which projections have a document in a row, and in which slot; one object for all rows of the same. */
export class Layout {
  /** By a projection's place in the order: the slot of its document, -1 where it has none. */
  readonly slots: readonly number[];
  /** By slot: the projection's place. */
  readonly places: readonly number[];
  readonly #longer: (Layout | undefined)[] = [];

  private constructor(slots: readonly number[], places: readonly number[]) {
    this.slots = slots;
    this.places = places;
  }

  /** That of a row without documents, where so many projections are folded together. */
  static empty(projections: number): Layout {
    return (empties[projections] ??= new Layout(
      Array.from({ length: projections }, () => -1),
      [],
    ));
  }

  /** The same with one more document, in the next slot. */
  with(place: number): Layout {
    return (this.#longer[place] ??= new Layout(
      this.slots.map((slot, index) => (index === place ? this.places.length : slot)),
      [...this.places, place],
    ));
  }
}

const empties: (Layout | undefined)[] = [];

/** The document of a projection in a row; undefined where no fact has reached it. */
export function documentOf({ layout, documents }: Row, place: number): object | undefined {
  const slot = layout.slots[place] as number;
  return slot < 0 ? undefined : documents[slot];
}
