/** The operator over a log in batches, and its expected last values. */
// oxlint-disable-next-line no-restricted-imports -- the law is about the operator
import { from } from "rxjs";
import { canonicalText } from "../../plain/digest.ts";
import { project } from "../../fold/project.ts";
import type { AnyProjection } from "../../rule/projection.ts";
import type { Recorded } from "../../tape/recorded.ts";
import { State } from "../../state/state.ts";

type Rules = readonly AnyProjection[];

/** The last values that `project` emitted of every document, as one text. */
export function streamed(rules: Rules, state: State, log: readonly Recorded[][]): string {
  const selections = selectionsOf(rules, state);
  let last = viewsOf(rules, State.initial(state.projections), selections);
  from(log)
    .pipe(project(Object.fromEntries(selections)))
    .subscribe({
      next: (values) => {
        last = canonicalText(selections.map(([name]) => (values as Record<string, unknown>)[name]));
      },
      error: (error: { code?: string }) => {
        // A bare stream keeps only the events of open sessions, so it can't apply an older amendment.
        if (error.code !== "AMENDMENT_TOO_OLD") throw error;
        last = viewsOf(rules, state, selections);
      },
    });
  return last;
}

/** The views of all documents of the rules, as one text. */
export function viewsOf(rules: Rules, state: State, selections = selectionsOf(rules, state)): string {
  return canonicalText(selections.map(([, { projection, key }]) => state.get(projection(key)) as unknown));
}

function selectionsOf(rules: Rules, state: State) {
  return rules.flatMap((rule) =>
    [...state.documents(rule).keys()].map((key) => [`${rule.definition.name} ${key}`, rule(key)] as const),
  );
}

/** The log in batches of the given sizes, repeated to its end. */
export function batches(log: readonly Recorded[], sizes: readonly number[]): Recorded[][] {
  const found: Recorded[][] = [];
  for (let start = 0, next = 0; start < log.length; next += 1) {
    const size = 1 + ((sizes[next % sizes.length] ?? 0) % 20);
    found.push(log.slice(start, start + size));
    start += size;
  }
  return found;
}
