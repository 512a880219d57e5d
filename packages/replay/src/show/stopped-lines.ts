import type { State } from "@tapefold/core";
import { printable } from "./error-line.ts";
import type { Io } from "./io.ts";

/** Reports rules that threw, a line each; false if any did, for what they would show is missing. */
export function isSound({ state }: { readonly state: State }, io: Io): boolean {
  for (const { message } of state.stopped) io.writeError(`tapefold: RECIPE_THREW: ${printable(message)}\n`);
  return state.stopped.length === 0;
}
