/** Bound assertions: assertions tied to the fields of a state that they name. */
import { isDate, parseDecimal } from "@tapefold/core";
import type { Assertion, ClaimValue, Relation } from "./claim.ts";
import type { FieldPath } from "../fields/field-path.ts";
import type { StateView } from "../fields/state-view.ts";
import type { ValueKind } from "../fields/state-fields.ts";

/** An assertion with its paths, ready to be judged. */
export interface BoundAssertion {
  readonly assertion: Assertion;
  readonly path: FieldPath;
  /** The field that the value is taken from; null if the value is given. */
  readonly from: FieldPath | null;
}

/** The assertion with its paths, or the fault as text. */
export function bindAssertion(view: StateView, assertion: Assertion): BoundAssertion | string {
  const { field, value } = assertion;
  const path = bindPath(view, field);
  if (typeof path === "string") return path;
  const from = isReference(value) ? bindPath(view, value.field) : null;
  if (typeof from === "string") return from;
  const bound = { assertion, path, from };
  return faultOf(bound) ?? bound;
}

const SCALARS: readonly ValueKind[] = ["decimal", "word", "flag", "date"];
const DECIMAL: readonly ValueKind[] = ["decimal"];
/** Kinds of values that each relation can be asserted of. */
const KINDS: Readonly<Record<Relation, readonly ValueKind[]>> = {
  is: [...SCALARS, "decimals"],
  among: SCALARS,
  "at-most": ["decimal", "date"],
  "at-least": ["decimal", "date"],
  about: DECIMAL,
  nearly: DECIMAL,
  "more-than": DECIMAL,
  "less-than": DECIMAL,
  between: DECIMAL,
  rank: DECIMAL,
  largest: DECIMAL,
  offset: DECIMAL,
  most: DECIMAL,
};

const KIND_NAMES: Readonly<Record<ValueKind, string>> = {
  decimal: "decimal",
  word: "word",
  flag: "word, true or false",
  date: "date",
  decimals: "list of decimals",
};

/** The fault of an assertion whose paths are valid, as text; null if it can be judged. */
function faultOf({ assertion, path, from }: BoundAssertion): string | null {
  const { relation, value, weaker = [] } = assertion;
  const { leadsTo, text } = path;
  if (leadsTo === "rows" || leadsTo === "group") return `${text} holds no single value; name a field of it`;
  if (!KINDS[relation].includes(leadsTo))
    return `${relation} doesn't go with ${text}, which is a ${KIND_NAMES[leadsTo]}`;
  const wrong = weaker.find((one) => !isOfKind(one, leadsTo));
  if (wrong !== undefined) return `${JSON.stringify(wrong)} in weaker is no ${KIND_NAMES[leadsTo]}`;
  return from === null ? valueFault(value, relation, leadsTo) : referenceFault(from, relation, leadsTo);
}

/** The path of a field, or the fault as text. */
function bindPath(view: StateView, text: string): FieldPath | string {
  const path = view.parse(text);
  if (path === undefined) return `unknown field ${JSON.stringify(text)}; name one of replay --json`;
  const [first, ids] = path.steps;
  const named = first?.kind === "field" && first.name === "instruments" && ids?.kind === "ids" ? ids.ids : [];
  const unknown = named.find((id) => !view.isListed(id));
  return unknown === undefined
    ? path
    : `unknown instrument ${JSON.stringify(unknown)}; the tape lists none of that id`;
}

function valueFault(value: ClaimValue, relation: Relation, kind: ValueKind): string | null {
  const list = typeof value === "string" ? [value] : (value as readonly string[]);
  const wrong = list.find((one) => !isOfKind(one, kind));
  if (wrong !== undefined) return `${JSON.stringify(wrong)} is no ${KIND_NAMES[kind]}`;
  switch (relation) {
    case "largest":
    case "offset":
      return `${relation} compares with another field; give value as {"field": …}`;
    case "between":
    case "most":
      return typeof value === "string" || list.length !== 2
        ? `${relation} needs a list of two decimals`
        : null;
    case "among":
      return typeof value === "string" ? "among needs a list" : null;
    case "rank":
      return typeof value === "string" && /^[1-9]\d*$/.test(value)
        ? null
        : "rank needs a whole number from 1";
    case "is":
      return typeof value === "string" || kind === "decimals" || kind === "decimal"
        ? null
        : "is needs one value; for several take among";
    default:
      return typeof value === "string" ? null : `${relation} needs one value`;
  }
}

function referenceFault(from: FieldPath, relation: Relation, kind: ValueKind): string | null {
  const { leadsTo, text } = from;
  if (relation === "between" || relation === "most" || relation === "rank")
    return `${relation} doesn't go with another field's value`;
  if (relation === "largest" && leadsTo === "rows") return null;
  if (relation === "among") return leadsTo === "decimals" ? null : `${text} is no list`;
  return leadsTo === kind ? null : `${text} is no ${KIND_NAMES[kind]}`;
}

function isOfKind(text: string, kind: ValueKind): boolean {
  if (kind === "decimal" || kind === "decimals") return parseDecimal(text) !== undefined;
  if (kind === "flag") return text === "true" || text === "false";
  return kind === "word" || isDate(text);
}

function isReference(value: ClaimValue): value is { readonly field: string } {
  return typeof value === "object" && "field" in value;
}
