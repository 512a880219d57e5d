import { MarketError, type State } from "@tapefold/core";

/** Throws `RECIPE_THREW` where a rule has stopped, for what it would say is missing from then on. */
export function mustGoOn({ stopped: [first] }: State): void {
  if (first === undefined) return;
  const { projection, position, message } = first;
  throw new MarketError("RECIPE_THREW", `${message}; mend the rule`, { projection, position });
}
