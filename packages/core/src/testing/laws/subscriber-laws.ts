/** Laws on subscribers: each is shown the same at one position, whenever it came and however often it looks. */
import type { AnyProjection } from "../../rule/projection.ts";
import { folded, type Law, law, type LawRuns, mustEqual } from "./law.ts";
import { batches, shownAfterEach, viewsOf } from "./streamed.ts";

export function subscriberLaws(rules: readonly AnyProjection[], runs: LawRuns): readonly Law[] {
  return [
    law("streamed is as folded", runs, (log, sizes) => {
      const state = folded(rules, log);
      const parts = batches(log, sizes);
      const shown = shownAfterEach(rules, state, parts);
      if (shown.length === parts.length && shown.length > 0)
        mustEqual(shown.at(-1)?.(), viewsOf(rules, state), "streamed values");
    }),
    law("a late subscriber is shown what the others are", runs, (log, [late = 0, ...sizes]) => {
      const state = folded(rules, log);
      const parts = batches(log, [late, ...sizes]);
      const from = late % Math.max(1, parts.length);
      const early = shownAfterEach(rules, state, parts).slice(from);
      const history = parts.slice(0, from + 1).flat();
      mustBeShownAlike(shownAfterEach(rules, state, [history, ...parts.slice(from + 1)]), early, "late");
    }),
    law("conflated is as every event shown", runs, (log, sizes) => {
      const state = folded(rules, log);
      const parts = batches(log, sizes);
      const each = shownAfterEach(
        rules,
        state,
        log.map((recorded) => [recorded]),
      );
      let end = 0;
      const ends = parts.flatMap(({ length }) => each[(end += length) - 1] ?? []);
      mustBeShownAlike(shownAfterEach(rules, state, parts), ends, "conflated");
    }),
  ];
}

/** Compares the values shown to two subscribers, at a few places only, since the texts of all documents cost most. */
function mustBeShownAlike(
  one: readonly (() => string)[],
  other: readonly (() => string)[],
  who: string,
): void {
  const both = Math.min(one.length, other.length);
  for (let at = both - 1; at >= 0; at = at === 0 ? -1 : Math.floor(at / 2))
    mustEqual(one[at]?.(), other[at]?.(), `${who}, values shown`);
}
