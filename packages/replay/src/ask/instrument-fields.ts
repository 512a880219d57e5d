/** The fields of an instrument that can be explained. */
import type { ReadableLog } from "@tapefold/core";
import { marketState } from "@tapefold/projections";
import { foldTape } from "../fold/fold-tape.ts";
import type { AsOf } from "../tape/as-of.ts";

export interface InstrumentField {
  /** Path below the instrument. */
  readonly field: string;
  readonly value: string | number | boolean | null;
}

/** The fields of an instrument with their values; undefined if the tape doesn't list it. */
export async function instrumentFields(
  log: ReadableLog,
  instrument: string,
  asOf: AsOf,
): Promise<readonly InstrumentField[] | undefined> {
  const { state } = await foldTape(log, { asOf });
  const { instruments } = marketState(state);
  return Object.hasOwn(instruments, instrument) ? [...leaves(instruments[instrument], "")] : undefined;
}

/** Every value that is not an object, by its path; lists are left out. */
function* leaves(value: unknown, path: string): Generator<InstrumentField> {
  if (typeof value !== "object" || value === null) {
    yield { field: path, value: value as InstrumentField["value"] };
    return;
  }
  if (Array.isArray(value)) return;
  for (const [name, inner] of Object.entries(value))
    yield* leaves(inner, path === "" ? name : `${path}.${name}`);
}
