/** The pure step: the state after one more event, by immer alone. What the laws hold the engine against. */
import { produce } from "immer";
import type { AmendedTick } from "./amendment.ts";
import type { Fact } from "./fact.ts";
import { type DocumentStore, Pass, type Recipe } from "./pass.ts";
import type { RecipeContext } from "./projection.ts";
import type { Recorded } from "./recorded.ts";
import { State, type StateParts } from "./state.ts";

/**
 * The state after `recorded`, whose position must follow the state's. `amended` is what the tape says of this tick
 * elsewhere, if anything.
 *
 * @throws MarketError `RECIPE_THREW` or `RECIPE_RETURNED`; the given state is never changed.
 */
export function evolve(state: State, recorded: Recorded, amended?: AmendedTick): State {
  const parts = state.parts();
  const store = new DraftedDocuments(parts);
  new Pass(parts.projections, store, parts.stopped).run(recorded, amended);
  const documents = parts.documents.with(store.changed);
  return new State({ ...parts, documents, position: recorded.position, at: recorded.event.at });
}

class DraftedDocuments implements DocumentStore {
  readonly changed = new Map<string, (object | undefined)[]>();
  readonly #parts: StateParts;

  constructor(parts: StateParts) {
    this.#parts = parts;
  }

  read(place: number, key: string): object | undefined {
    return (this.changed.get(key) ?? this.#parts.documents.row(key))?.[place];
  }

  change(place: number, key: string, recipe: Recipe, fact: Fact, context: RecipeContext): unknown {
    const row = this.changed.get(key) ?? [
      ...(this.#parts.documents.row(key) ?? this.#parts.projections.map(() => undefined)),
    ];
    this.changed.set(key, row);
    let returned: unknown;
    row[place] = produce(
      row[place] ?? (this.#parts.projections[place]?.definition.initial as object),
      (draft) => {
        returned = recipe(draft, fact, context);
      },
    );
    return returned;
  }
}
