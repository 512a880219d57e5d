/**
 * Explains any field of the state: its value, and the chain of events behind it down to lines of the tape.
 */
import { type AnyProjection, canonicalText, Fold, type ReadableLog } from "@tapefold/core";
import { causesOf, marketRules, StateView } from "@tapefold/projections";
import { foldTape } from "../fold/fold-tape.ts";
import { mustGoOn } from "../fold/must-go-on.ts";
import { logOf } from "../open-tape.ts";
import { type AsOf, END_OF_TAPE, upTo } from "../tape/as-of.ts";
import { causeChain, type ExplainedCause } from "./cause-chain.ts";
import { locate } from "./field-location.ts";
import { namedEvent, type NamedEvent } from "./named-event.ts";
import { parseRuleField, type RuleField, ruleValue } from "./rule-field.ts";
import { type StateAsOf, stateAsOf } from "./state-as-of.ts";

/** A field's value, and the chain of events behind it. */
export interface Explanation {
  readonly field: string;
  readonly value: unknown;
  readonly asOf: StateAsOf;
  readonly causes: readonly ExplainedCause[];
  /** Every event named in the chain, in the order of the tape. */
  readonly events: readonly NamedEvent[];
}

/** Options of `explain`: up to where the tape is read, and rules of your own. */
export interface ExplainOptions {
  /** Up to where the tape is read; the whole tape if absent. */
  readonly asOf?: AsOf;
  /** Rules of your own, folded beside the market's; their fields are `rules.NAME.KEY.field`. */
  readonly rules?: readonly AnyProjection[];
}

/**
 * Explains a field: a path of the state such as `instruments.N225.record.high`, or a group of fields.
 *
 * @throws MarketError `USAGE` for a path that leads to nothing; `POSITION_UNKNOWN`; `RECIPE_THREW` for a rule that stops on the
 * tape; what reading throws.
 */
export async function explain(
  tape: string | ReadableLog,
  field: string,
  { asOf = END_OF_TAPE, rules = [] }: ExplainOptions = {},
): Promise<Explanation> {
  const log = logOf(tape);
  const ruleField = parseRuleField(rules, field);
  if (ruleField !== undefined) return explainRule(log, field, ruleField, asOf);
  const folded = await foldTape(log, { asOf });
  const view = new StateView(folded.state, folded.head);
  const { location, value } = locate(view, field);
  const chain = await causeChain(log, folded, causesOf(view, location));
  return { field, value, asOf: stateAsOf(folded.state), ...chain };
}

/** For a rule of a user's own, the events that changed the value are known, but not why they did. */
async function explainRule(
  log: ReadableLog,
  field: string,
  ruleField: RuleField,
  asOf: AsOf,
): Promise<Explanation> {
  const rules = [...marketRules, ruleField.rule];
  const { state, known } = await foldTape(log, { asOf, projections: rules });
  mustGoOn(state);
  const fold = new Fold(rules, known);
  let value = ruleValue(fold.read, ruleField);
  let events: NamedEvent[] = [];
  for await (const batch of upTo(log, state.position).read()) {
    for (const recorded of batch) {
      fold.add([recorded]);
      const next = ruleValue(fold.read, ruleField);
      if (canonicalText(next) === canonicalText(value)) continue;
      value = next;
      events = [...events.slice(1 - CHANGES_MAX), namedEvent(recorded)];
    }
  }
  const positions = events.map((event) => event.position);
  return {
    field,
    value,
    asOf: stateAsOf(state),
    causes: positions.length === 0 ? [] : [{ role: "changed by", instrument: null, positions, because: [] }],
    events,
  };
}

/** Most changes of a value that are named, the last ones. */
const CHANGES_MAX = 20;
