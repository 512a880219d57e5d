/** The operator over a log in batches, and its expected values. */
// oxlint-disable-next-line no-restricted-imports -- the laws are about the operator
import { Subject } from "rxjs";
import { canonicalText } from "../../plain/digest.ts";
import { project } from "../../fold/project.ts";
import type { AnyProjection } from "../../rule/projection.ts";
import type { Recorded } from "../../tape/recorded.ts";
import { State } from "../../state/state.ts";

type Rules = readonly AnyProjection[];

/**
 * The values of all documents, as one text, that a subscriber of `project` is shown after each batch. It ends early at an
 * amendment older than the kept events.
 */
export function shownAfterEach(rules: Rules, state: State, log: readonly Recorded[][]): (() => string)[] {
  const selections = selectionsOf(rules, state);
  const initial = viewsOf(rules, State.initial(state.projections), selections);
  let last = (): string => initial;
  let fault: { readonly code?: string } | undefined;
  const batches = new Subject<Recorded[]>();
  batches.pipe(project(Object.fromEntries(selections))).subscribe({
    next: (values) => {
      last = () => canonicalText(selections.map(([name]) => (values as Record<string, unknown>)[name]));
    },
    error: (error: { readonly code?: string }) => (fault = error),
  });
  const shown: (() => string)[] = [];
  for (const batch of log) {
    batches.next(batch);
    if (fault === undefined) shown.push(last);
    else if (fault.code !== "AMENDMENT_TOO_OLD") throw fault as Error;
    else break;
  }
  return shown;
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
