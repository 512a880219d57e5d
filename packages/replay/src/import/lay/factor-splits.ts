/** Finds the instrument of a factor file, and refuses a file that can do nothing. */
import { MarketError } from "@tapefold/core";
import type { ImportOptions } from "../import-options.ts";
import type { SplitBook } from "../order/split-book.ts";

/** Enters the splits of factor files. Throws `USAGE` if they would change nothing, or be counted twice. */
export function seeFactors(
  { factors = [], profile }: ImportOptions,
  splits: SplitBook,
  instruments: readonly string[],
): void {
  for (const { instrument, changes } of factors) {
    if (profile.splits === "adjusted")
      throw refusal(`the prices of ${profile.name} are adjusted for splits already; leave it out`);
    if (profile.splits === "told")
      throw refusal(`the files of ${profile.name} tell their splits themselves; leave it out`);
    const [only, ...others] = instruments;
    const name = instrument ?? only;
    if (name === undefined) throw refusal("there are no prices to which splits apply; leave it out");
    if (instrument === undefined && others.length > 0)
      throw refusal(`is of one instrument, but the files hold ${instruments.length}; give --factors ID=FILE`);
    if (!instruments.includes(name)) throw refusal(`the files hold nothing of ${name}; check its id`);
    if (splits.splits.some((split) => split.instrument === name && "date" in split))
      throw refusal(`the rows of ${name} tell its splits themselves; leave it out`);
    splits.seeFactors(name, changes);
  }
}

function refusal(problem: string): MarketError {
  return new MarketError("USAGE", `--factors: ${problem}`, { argument: "--factors" });
}
