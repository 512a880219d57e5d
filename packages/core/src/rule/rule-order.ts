/** The order that rules run in: needed rules first, ties by name. */
import { compareText } from "../plain/text-order.ts";
import { type AnyProjection, projectionInvalid, type Rules } from "./projection.ts";

/**
 * The given rules with all they need, the gates of their sets and the rules that feed them there, in running order.
 *
 * @throws MarketError `PROJECTION_INVALID` for a cycle, two rules of one name, or two gates.
 */
export function orderRules(chosen: Rules): readonly AnyProjection[] {
  const waiting = [...closure(chosen)].sort((a, b) => compareText(a.definition.name, b.definition.name));
  mustDiffer(waiting);
  const ordered: AnyProjection[] = [];
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ needs }) => needs.every((need) => isAmong(ordered, need)));
    if (next < 0) {
      const name = waiting[0]?.definition.name ?? "";
      throw projectionInvalid(name, `projection: ${name} needs itself in a circle; break the circle`);
    }
    ordered.push(...waiting.splice(next, 1));
  }
  return ordered;
}

/** The chosen rules, and all that must be folded with them. */
function closure(chosen: Rules): Iterable<AnyProjection> {
  const found = new Map<number, AnyProjection>();
  const add = (rule: AnyProjection): void => {
    const known = found.get(rule.id);
    // A member of a set takes the place of the rule it was made from.
    if (known === undefined || known.set === undefined) found.set(rule.id, rule);
    if (known !== undefined) return;
    rule.needs.forEach(add);
  };
  for (const rule of chosen) add(rule);
  const sets = new Set([...found.values()].flatMap(({ set }) => set ?? []));
  for (const { gate } of sets) if (gate !== undefined) add(gate);
  const loops = [...sets].flatMap((set) => set.loops);
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const [feeding, fed] of loops) if (found.has(fed.id)) add(feeding);
  }
  return found.values();
}

function isAmong(rules: readonly AnyProjection[], { id }: AnyProjection): boolean {
  return rules.some((rule) => rule.id === id);
}

/** Throws for two rules of one name, and for two gates; the rules are given in order of name. */
function mustDiffer(rules: readonly AnyProjection[]): void {
  rules.forEach(({ definition: { name } }, index) => {
    if (rules[index + 1]?.definition.name === name)
      throw projectionInvalid(name, `projection: two are named ${name}; rename one`);
  });
  const gates = rules.filter(({ definition }) => definition.admit !== undefined);
  if (gates.length < 2) return;
  const names = gates.map(({ definition }) => definition.name);
  throw projectionInvalid(names.join(), `projection: ${names.join(" and ")} are both gates; fold with one`);
}

/** The place of each rule among those folded together, by its `id`. */
export type Places = readonly (number | undefined)[];

const known = new WeakMap<readonly AnyProjection[], Places>();

/** The places of rules that are folded together; worked out once for each list. */
export function placesOf(rules: readonly AnyProjection[]): Places {
  let places = known.get(rules);
  if (places === undefined) {
    const byId: number[] = [];
    rules.forEach(({ id }, place) => (byId[id] = place));
    places = byId;
    known.set(rules, places);
  }
  return places;
}

/**
 * The place of a rule.
 *
 * @throws MarketError `PROJECTION_INVALID` for a rule that is not folded.
 */
export function placeIn(places: Places, { id, definition: { name } }: AnyProjection): number {
  const place = places[id];
  if (place === undefined)
    throw projectionInvalid(name, `projection: ${name} was not folded; add it to the fold`);
  return place;
}
