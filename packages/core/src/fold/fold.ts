/** The fold: a log in, the state out. */
import { foldAll } from "./folding.ts";
import { LiveFold } from "./live-fold.ts";
import type { AnyProjection, Projection, Rules } from "../rule/projection.ts";
import type { Recorded } from "../tape/recorded.ts";
import type { State } from "../state/state.ts";

type Batches = AsyncIterable<readonly Recorded[]>;

/**
 * Folds a log. One projection gives its documents by key; several, or a rule set, give the whole state. A projection that
 * throws stops at that event, with those that need it; `State.stopped` names it.
 *
 * Async batches, such as `log.read()` gives, are read once and let go: memory stays flat in the length of the log, and
 * an amendment reaches back to the open of the oldest session still open, or of the last one if all are closed.
 *
 * @throws MarketError `POSITION_GAP`; with async batches also `AMENDMENT_TOO_OLD`, and any error of reading them.
 */
export function fold<S extends object>(
  projection: Projection<S, unknown>,
  log: Iterable<Recorded>,
): ReadonlyMap<string, S>;
export function fold(rules: Rules, log: Iterable<Recorded>): State;
export function fold<S extends object>(
  projection: Projection<S, unknown>,
  log: Batches,
): Promise<ReadonlyMap<string, S>>;
export function fold(rules: Rules, log: Batches): Promise<State>;
export function fold(chosen: AnyProjection | Rules, log: Iterable<Recorded> | Batches): unknown {
  const single = typeof chosen === "function" ? chosen : undefined;
  const rules = single === undefined ? (chosen as Rules) : [single];
  const shown = (state: State): unknown => (single === undefined ? state : state.documents(single));
  if (Symbol.asyncIterator in log) return foldBatches(rules, log).then(shown);
  return shown(foldAll(rules, Array.isArray(log) ? (log as Recorded[]) : [...log]).state);
}

async function foldBatches(rules: Rules, batches: Batches): Promise<State> {
  const live = new LiveFold(rules);
  for await (const batch of batches) live.add(batch);
  return live.fold.state;
}
