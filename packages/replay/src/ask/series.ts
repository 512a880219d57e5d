/**
 * Samples any fields of the state over a tape: a row after each event that the rhythm names, with flat
 * memory.
 */
import {
  type AnyProjection,
  formatInstant,
  type Instant,
  MarketError,
  type ReadableLog,
  type Recorded,
} from "@tapefold/core";
import { type FieldPath, marketRules, StateView } from "@tapefold/projections";
import { foldTape } from "../fold/fold-tape.ts";
import { mustGoOn } from "../fold/must-go-on.ts";
import { follow } from "../follow/follow.ts";
import { toHead } from "../follow/tail.ts";
import { logOf } from "../open-tape.ts";
import { TapeFold } from "../play/tape-fold.ts";
import { upTo } from "../tape/as-of.ts";
import { parseRuleField, type RuleField, ruleValue } from "./rule-field.ts";

/**
 * When a row is given: after each accepted `PriceTicked`; after the last event of each UTC second or minute
 * that has one, by the running maximum of `at`; after each accepted `SessionClosed`.
 */
export type SeriesRhythm = "tick" | "1s" | "1m" | "session";

export const seriesRhythms: readonly SeriesRhythm[] = ["tick", "1s", "1m", "session"];

/** The fields of a series, and when a row is given. */
export interface SeriesOptions {
  /** Paths of `replay --json`, each to a single value. */
  readonly fields: readonly string[];
  readonly every: SeriesRhythm;
  /** Rules of your own, folded beside the market's; their fields are `rules.NAME.KEY.field`. */
  readonly rules?: readonly AnyProjection[];
  /** Goes on as the tape grows, until aborted; a row shows the state as known when it was given. */
  readonly follow?: AbortSignal;
}

/** One row of a series: an event's place, and the fields' values after it. */
export interface SeriesRow {
  readonly position: number;
  /** The event's own instant. */
  readonly at: string;
  /** As in `replay --json`, in the order of the fields; null if there is no value yet. */
  readonly values: readonly SeriesValue[];
}

/** A value of a series as JSON has it. */
export type SeriesValue = string | number | boolean | null;

/**
 * Samples fields over a tape, in batches of rows. The tape is read once for its amendments, which count in all rows, and
 * once more for the rows. A row of a followed tape stays as it was given: a later amendment changes only later rows.
 *
 * @throws MarketError `USAGE` for a path that leads to no single value; `RECIPE_THREW` for a rule that stops on the
 * tape; what reading the log throws.
 */
export async function* series(
  tape: string | ReadableLog,
  { fields, every, rules: own = [], follow: signal }: SeriesOptions,
): AsyncGenerator<readonly SeriesRow[]> {
  const log = logOf(tape);
  const rules = [...marketRules, ...own];
  const standing: ReadableLog =
    signal === undefined ? log : { name: log.name, read: ({ from = 1 } = {}) => toHead(log, from) };
  const { state, known } = await foldTape(standing, { projections: rules });
  mustGoOn(state);
  const view = new StateView(state);
  const mayCome = signal !== undefined;
  const paths = fields.map((field) => parseRuleField(own, field) ?? pathOf(view, field, mayCome));
  let isRefused = false;
  const fold = new TapeFold(log, {
    projections: rules,
    foresight: known.foresight,
    onRefused: () => (isRefused = true),
  });
  const row = ({ position, event }: Recorded): SeriesRow => {
    mustGoOn(fold.state);
    const now = new StateView(fold.state, signal === undefined ? state.position : position);
    return { position, at: formatInstant(event.at), values: paths.map((path) => valueAt(now, path)) };
  };
  const span = every === "1s" ? MICROS_PER_SECOND : every === "1m" ? 60 * MICROS_PER_SECOND : undefined;
  const type = every === "tick" ? "PriceTicked" : "SessionClosed";
  let latest: Instant = -Infinity;
  let last: Recorded | undefined;
  const batches = signal === undefined ? upTo(log, state.position).read() : follow(log, { signal });
  for await (const batch of batches) {
    const rows: SeriesRow[] = [];
    for (const recorded of batch) {
      if (span !== undefined) {
        // The latest span ends only with the first event past it.
        const isPast = Math.floor(recorded.event.at / span) > Math.floor(latest / span);
        if (isPast && last !== undefined) rows.push(row(last));
        latest = Math.max(latest, recorded.event.at);
        last = recorded;
      }
      isRefused = false;
      await fold.add([recorded]);
      if (span === undefined && recorded.event.type === type && !isRefused) rows.push(row(recorded));
    }
    if (rows.length > 0) yield rows;
  }
  if (last !== undefined) yield [row(last)];
}

const MICROS_PER_SECOND = 1_000_000;

function pathOf(view: StateView, field: string, mayCome: boolean): FieldPath {
  const path = view.parse(field);
  const argument = field;
  if (path === undefined) {
    const message = `unknown field ${JSON.stringify(field)}; name one of replay --json, such as instruments.N225.last`;
    throw new MarketError("USAGE", message, { argument });
  }
  if (path.leadsTo === "rows" || path.leadsTo === "group" || path.leadsTo === "decimals")
    throw new MarketError("USAGE", `${field} is no single value; name one within it`, { argument });
  const [found, ...others] = view.find(path);
  if (others.length > 0)
    throw new MarketError("USAGE", `${field} names several; give each a --field of its own`, { argument });
  // A field that is missing now may appear later, but an instrument that the whole tape does not list will
  // not.
  if (!mayCome && found?.missing?.startsWith("no instrument") === true)
    throw new MarketError("USAGE", `${field}: ${found.missing} on this tape`, { argument });
  return path;
}

function valueAt(view: StateView, path: FieldPath | RuleField): SeriesValue {
  if (!("rule" in path)) return (view.find(path)[0]?.value ?? null) as SeriesValue;
  const value = ruleValue(view.read, path);
  return typeof value === "object" && value !== null ? JSON.stringify(value) : (value as SeriesValue);
}
