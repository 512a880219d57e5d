/**
 * A rule set: rules that belong together, as a value. Its members are folded behind its gate, alone as well as
 * together, so that a value chosen alone is the value of the whole fold.
 */
import { type AnyProjection, asMember, type Projection, type Ties } from "./projection.ts";

/** Rules by the names they are exported under. */
export type NamedRules = Readonly<Record<string, AnyProjection>>;

/** The argument of `ruleSet`: rules, their gate, and the loops between them. */
export interface RuleSetDefinition<T extends NamedRules> extends Partial<Ties> {
  /** The rules; those they need are added. */
  readonly rules: T;
}

/** Rules behind one gate. A set is also the list of its members; `[...set, own]` adds a rule of your own. */
export interface RuleSet<T extends NamedRules = NamedRules> extends Ties, Iterable<AnyProjection> {
  /** The rules as members of the set. */
  readonly rules: T;
  /** The same rule, folded as the members are. */
  member<S extends object, V>(rule: Projection<S, V>): Projection<S, V>;
}

/** Makes a set of rules; each becomes a member that knows its set, and the given rules stay as they are. */
export function ruleSet<T extends NamedRules>({ gate, rules, loops = [] }: RuleSetDefinition<T>): RuleSet<T> {
  const set: RuleSet<T> = {
    gate,
    loops,
    rules: {} as T,
    member: (rule) => asMember(rule, set),
    [Symbol.iterator]: () => Object.values<AnyProjection>(set.rules)[Symbol.iterator](),
  };
  const members = Object.entries(rules).map(([name, rule]) => [name, asMember(rule, set)]);
  return Object.freeze(Object.assign(set, { rules: Object.freeze(Object.fromEntries(members)) }));
}
