/**
 * The judgement of an assertion on one state. Percentages are compared as exact ratios, other numbers as the state shows them;
 * a field without a value makes the assertion uncheckable, never false.
 */
import {
  addFractions,
  compareFractions,
  type Fraction,
  fraction,
  multiplyFractions,
  subtractFractions,
  toFraction,
} from "@tapefold/core";
import { absolute } from "../price/move.ts";
import type { BoundAssertion } from "./bound-assertion.ts";
import type { Relation } from "./claim.ts";
import { type Interval, intervalOf, intervalText, lies, quoted, span } from "./interval.ts";
import { rankOf } from "./rank.ts";
import { type Found, scalarText, type StateView } from "../fields/state-view.ts";
import type { Location } from "../fields/field-path.ts";

/** The verdict on an assertion, with its grounds. */
export interface Judgement {
  readonly verdict: "supported" | "weaker" | "contradicted" | "uncheckable";
  readonly field: string;
  readonly relation: Relation;
  /** The supporting values, in words. */
  readonly expected: string;
  /** Value in the state; null if it has no value. */
  readonly actual: string | null;
  /** Tolerance on both sides of the value, by its last digit; null if there is none. */
  readonly tolerance: string | null;
  /** Value that the state lacks; null if the assertion could be checked. */
  readonly missing: string | null;
  /** Locations in the state that the assertion was judged by. */
  readonly locations: readonly Location[];
}

/** The requirement of a relation, and whether it is met. */
interface Outcome {
  readonly holds: boolean;
  readonly expected: string;
  readonly actual: string;
  readonly tolerance?: string | null;
}

/** Tells which value the state lacks. */
class Missing {
  readonly what: string;
  constructor(what: string) {
    this.what = what;
  }
}

/** Largest share of their sizes that a gain and a loss may leave to be called offset: 0.4. */
const OFFSET_LEFT = fraction(4n, 10n);

/** Judges an assertion on a state. */
export function judge(view: StateView, bound: BoundAssertion): Judgement {
  const { assertion, path, from } = bound;
  const found = view.find(path);
  const others = from === null ? [] : view.find(from);
  const outcome = outcomeOf(view, bound, found, others);
  const named = {
    field: assertion.field,
    relation: assertion.relation,
    locations: [...found, ...others]
      .filter(({ missing }) => missing === null)
      .map(({ location }) => location),
  };
  if (outcome instanceof Missing) {
    const nothing = { expected: saidText(bound), actual: null, tolerance: null, missing: outcome.what };
    return { verdict: "uncheckable", ...named, ...nothing };
  }
  const isWeaker =
    !outcome.holds &&
    assertion.weaker?.some((one) => found.every((each) => isSame(view, each, one, path.leadsTo)));
  return {
    verdict: outcome.holds ? "supported" : isWeaker ? "weaker" : "contradicted",
    ...named,
    expected: outcome.expected,
    actual: outcome.actual,
    tolerance: outcome.tolerance ?? null,
    missing: null,
  };
}

function outcomeOf(
  view: StateView,
  bound: BoundAssertion,
  found: readonly Found[],
  others: readonly Found[],
): Outcome | Missing {
  const { relation } = bound.assertion;
  if (relation === "most") return most(view, bound, found);
  const outcomes: Outcome[] = [];
  for (const one of found) {
    if (one.missing !== null) return new Missing(one.missing);
    if (one.value === null || isUntraded(one, bound)) return new Missing("there is no value yet");
    const absent = others.find(({ value, missing }) => missing !== null || value === null);
    if (absent !== undefined)
      return new Missing(absent.missing ?? `there is no value yet at ${placeText(absent.location)}`);
    const outcome = compare(view, bound, one, others);
    if (outcome instanceof Missing) return outcome;
    outcomes.push(outcome);
  }
  const [first] = outcomes;
  if (first === undefined) return new Missing("the path names nothing");
  return outcomes.length === 1
    ? first
    : {
        ...first,
        holds: outcomes.every(({ holds }) => holds),
        actual: outcomes.map(({ actual }) => actual).join(", "),
      };
}

function compare(
  view: StateView,
  bound: BoundAssertion,
  one: Found,
  others: readonly Found[],
): Outcome | Missing {
  const { relation, value } = bound.assertion;
  const actual = textOf(one.value);
  if (relation === "rank" || relation === "largest") return ranked(view, bound, one, others);
  const isList = Array.isArray(value) && value.length !== 1 && relation === "is";
  if (isList || bound.path.leadsTo === "decimals" || Array.isArray(one.value))
    return sameList(one, bound, others);
  const said = others.length > 0 ? others.flatMap(({ value: held }) => listOf(held)) : listOf(value);
  if (relation === "among" || (bound.path.leadsTo !== "decimal" && relation === "is")) {
    const holds = said.some((text) => isSame(view, one, text, bound.path.leadsTo));
    return { holds, expected: relation === "is" ? said.join() : `one of ${said.join(", ")}`, actual };
  }
  if (bound.path.leadsTo === "date") {
    const [date = ""] = said;
    const holds = relation === "at-most" ? actual <= date : actual >= date;
    return { holds, expected: `${relation === "at-most" ? "by" : "from"} ${date}`, actual };
  }
  const held = numberOf(view, one);
  if (relation === "offset") return offset(held, one, others, view);
  const [first = "", second = ""] = said;
  const interval =
    relation === "between" ? span(first, second, false) : intervalFor(view, relation, first, others);
  if (interval === undefined) return new Missing(`${relation} can't be checked here`);
  return within(held, interval, actual);
}

function within(value: Fraction, interval: Interval, actual: string): Outcome {
  const { tolerance } = interval;
  return { holds: lies(value, interval), expected: intervalText(interval), actual, tolerance };
}

/** The interval around a decimal, or around the exact value of another field; undefined if the relation has none. */
function intervalFor(
  view: StateView,
  relation: Relation,
  said: string,
  others: readonly Found[],
): Interval | undefined {
  const [other] = others;
  const { value, half } = quoted(said);
  return intervalOf(relation, { value: other === undefined ? value : numberOf(view, other), half });
}

/** The outcome of `most`, which holds if more than half of the existing values lie in the interval, ends included. */
function most(view: StateView, { assertion }: BoundAssertion, found: readonly Found[]): Outcome | Missing {
  const held = found.filter(({ value, missing }) => missing === null && value !== null);
  if (held.length === 0) return new Missing("none of them has a value yet");
  const [low = "", high = ""] = listOf(assertion.value);
  const interval = span(low, high, true);
  const inside = held.filter((one) => lies(numberOf(view, one), interval)).length;
  const expected = `more than half within ${low} to ${high}`;
  return { holds: inside * 2 > held.length, expected, actual: `${inside} of ${held.length}` };
}

function ranked(
  view: StateView,
  bound: BoundAssertion,
  one: Found,
  others: readonly Found[],
): Outcome | Missing {
  const actual = textOf(one.value);
  if (bound.assertion.relation === "largest" && others.some(({ value }) => !Array.isArray(value))) {
    const held = numberOf(view, one);
    const holds = others.every((other) => compareFractions(held, numberOf(view, other)) >= 0);
    return { holds, expected: "the largest", actual };
  }
  const { total, rank } = rankOf(view, one);
  if (total === 0) return new Missing(`nothing to rank ${placeText(one.location)} among`);
  const wanted = bound.assertion.relation === "largest" ? 1 : Number(bound.assertion.value);
  const expected = wanted === 1 ? "the largest" : `among the ${wanted} largest`;
  const place = rank === null ? "not ranked" : `rank ${rank} of ${total}`;
  return { holds: rank !== null && rank <= wanted, expected, actual: `${actual}, ${place}` };
}

/** The outcome of `offset`, which holds for a gain and a loss whose sum is at most 0.4 of their sizes. */
function offset(gain: Fraction, one: Found, others: readonly Found[], view: StateView): Outcome {
  const [other] = others;
  const loss = other === undefined ? fraction(0n) : numberOf(view, other);
  const left = addFractions(gain, loss);
  const sizes = subtractFractions(gain, loss);
  const isOpposed = gain.numerator > 0n && loss.numerator < 0n;
  return {
    holds: isOpposed && compareFractions(absolute(left), multiplyFractions(OFFSET_LEFT, sizes)) <= 0,
    expected: "a gain and a loss that leave at most 0.4 of their sizes",
    actual: `${textOf(one.value)} and ${textOf(other?.value)}`,
  };
}

function sameList(one: Found, { assertion }: BoundAssertion, others: readonly Found[]): Outcome | Missing {
  if (assertion.relation !== "is") return new Missing(`${placeText(one.location)} holds several values`);
  const said = others.length > 0 ? others.flatMap(({ value }) => listOf(value)) : listOf(assertion.value);
  const held = listOf(one.value);
  const isEqual = (text: string, at: number): boolean =>
    compareFractions(toFraction(text), toFraction(said[at] ?? "0")) === 0;
  return {
    holds: held.length === said.length && held.every(isEqual),
    expected: said.join(", ") || "none",
    actual: held.join(", ") || "none",
  };
}

/** True if the value is that of a text: a word to the letter, a number within its last digit. */
function isSame(view: StateView, one: Found, text: string, kind: string): boolean {
  if (one.value === null || typeof one.value === "object") return false;
  if (kind !== "decimal") return scalarText(one.value) === text;
  const interval = intervalOf("is", quoted(text));
  return interval !== undefined && lies(numberOf(view, one), interval);
}

function numberOf(view: StateView, { location, value }: Found): Fraction {
  return view.exactPercent(location) ?? toFraction(scalarText(value));
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(scalarText) : [scalarText(value)];
}

function textOf(value: unknown): string {
  return listOf(value).join(" to ");
}

/** True for the move of an instrument without a price; then only the word `untraded` can be asserted. */
function isUntraded({ location, value }: Found, { assertion }: BoundAssertion): boolean {
  return location.at(-1) === "move" && value === "untraded" && !listOf(assertion.value).includes("untraded");
}

/** The value that an assertion states, in words. */
function saidText({ assertion }: BoundAssertion): string {
  const { relation, value } = assertion;
  if (typeof value === "string") return `${relation} ${value}`;
  return "field" in value ? `${relation} ${value.field}` : `${relation} ${value.join(", ")}`;
}

function placeText(location: Location): string {
  return location.join(".");
}
