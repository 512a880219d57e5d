/**
 * Claims: statements about the market in the form of a claims file. A claim makes one assertion about a field of the
 * state, several at once (`all`), or none that can be checked.
 */
import { parseDecimal } from "@tapefold/core";

/** A claim: a sentence (`says`) and its assertions, its own one or those in `all`. */
export interface Claim extends Partial<Assertion> {
  readonly id: string;
  readonly says: string;
  /** Position or instant at which the claim is checked; that of the whole check if absent. */
  readonly asOf?: string;
  readonly all?: readonly Assertion[];
}

/** An assertion about one field of the market's state. */
export interface Assertion {
  /** Path of the market's state. */
  readonly field: string;
  readonly relation: Relation;
  readonly value: ClaimValue;
  /** Values for which the claim holds in part, or to a lesser or greater degree than said. */
  readonly weaker?: readonly string[];
}

/** A decimal, whose last digit gives the tolerance, a date or a word; a list of them; or the value of another field. */
export type ClaimValue = string | readonly string[] | { readonly field: string };

/** The relations that an assertion can state. */
const relations = [
  "is",
  "about",
  "nearly",
  "more-than",
  "less-than",
  "at-most",
  "at-least",
  "between",
  "among",
  "rank",
  "largest",
  "offset",
  "most",
] as const;

/** Relation between a field and the value of an assertion. */
export type Relation = (typeof relations)[number];

/** A claim that can't be checked as it is written, by its place in the file from 0. */
export interface ClaimFault {
  readonly index: number;
  /** Id of the claim; empty if it has none. */
  readonly id: string;
  readonly message: string;
}

/** The claims of a file, and those that can't be checked. */
export interface ParsedClaims {
  readonly claims: readonly { readonly index: number; readonly claim: Claim }[];
  readonly faults: readonly ClaimFault[];
}

/** Reads the document of a claims file; undefined if the document is not a claims file. */
export function parseClaims(document: unknown): ParsedClaims | undefined {
  if (!isObject(document) || !Array.isArray(document["claims"])) return undefined;
  const claims: { index: number; claim: Claim }[] = [];
  const faults: ClaimFault[] = [];
  const ids = new Set<string>();
  document["claims"].forEach((raw: unknown, index) => {
    const id = isObject(raw) && typeof raw["id"] === "string" ? raw["id"] : "";
    const claim = ids.has(id) ? `the id ${JSON.stringify(id)} stands twice` : parseClaim(raw);
    if (id !== "") ids.add(id);
    if (typeof claim === "string") faults.push({ index, id, message: claim });
    else claims.push({ index, claim });
  });
  return { claims, faults };
}

/** The assertions that a claim makes. */
export function assertionsOf(claim: Claim): readonly Assertion[] {
  if (claim.all !== undefined) return claim.all;
  const { field, relation, value, weaker } = claim;
  if (field === undefined || relation === undefined || value === undefined) return [];
  return [{ field, relation, value, ...(weaker === undefined ? {} : { weaker }) }];
}

const CLAIM_FIELDS = new Set(["id", "says", "asOf", "all", "field", "relation", "value", "weaker"]);
const ASSERTION_FIELDS = new Set(["id", "says", "field", "relation", "value", "weaker"]);

type Raw = Readonly<Record<string, unknown>>;

/** The claim, or the fault as text. */
function parseClaim(raw: unknown): Claim | string {
  if (!isObject(raw)) return "is no object; a claim has an id and says something";
  const stray = Object.keys(raw).find((key) => !CLAIM_FIELDS.has(key));
  if (stray !== undefined) return `has an unknown field ${JSON.stringify(stray)}; remove it`;
  const { id, says, asOf, all } = raw;
  if (typeof id !== "string" || id === "") return "has no id; give it one that no other claim has";
  if (typeof says !== "string") return "doesn't say anything; give its sentence as says";
  if (asOf !== undefined && typeof asOf !== "string" && !Number.isSafeInteger(asOf))
    return "asOf is neither a position nor an instant";
  const named = { id, says, ...(asOf === undefined ? {} : { asOf: `${asOf as string | number}` }) };
  if (all === undefined) {
    const assertion = parseAssertion(raw);
    return typeof assertion === "string" ? assertion : { ...named, ...assertion };
  }
  if (!Array.isArray(all)) return "all is no list";
  if (raw["field"] !== undefined) return "has both a field and all; a claim has one of them";
  const parts: Assertion[] = [];
  for (const [at, one] of all.entries()) {
    const part = isObject(one) ? parsePart(one) : "is no object";
    if (typeof part === "string") return `all[${at}]: ${part}`;
    parts.push(part);
  }
  return { ...named, all: parts };
}

function parsePart(raw: Raw): Assertion | string {
  const stray = Object.keys(raw).find((key) => !ASSERTION_FIELDS.has(key));
  if (stray !== undefined) return `has an unknown field ${JSON.stringify(stray)}; remove it`;
  const part = parseAssertion(raw);
  if (typeof part === "string") return part;
  const { field, relation, value } = part;
  if (field === undefined || relation === undefined || value === undefined)
    return "needs a field, a relation and a value";
  return { ...part, field, relation, value };
}

/** An assertion about one field, or the fault as text; a missing part makes the claim uncheckable. */
function parseAssertion(raw: Raw): Partial<Assertion> | string {
  const { field, relation, value, weaker } = raw;
  const assertion: { -readonly [K in keyof Assertion]?: Assertion[K] } = {};
  if (field !== undefined) {
    if (typeof field !== "string") return "field is no path; write it as text";
    assertion.field = field;
  }
  if (relation !== undefined) {
    const known = relations.find((one) => one === relation);
    if (known === undefined)
      return `unknown relation ${JSON.stringify(relation)}; take one of ${relations.join(", ")}`;
    assertion.relation = known;
  }
  if (value !== undefined) {
    const parsed = parseValue(value);
    if (parsed === undefined) return "value is no text, list of texts or {field}";
    assertion.value = parsed;
  }
  if (weaker !== undefined) {
    const parsed = Array.isArray(weaker) ? parseList(weaker) : undefined;
    if (parsed === undefined) return "weaker is no list of texts";
    assertion.weaker = parsed;
  }
  return assertion;
}

function parseValue(value: unknown): ClaimValue | undefined {
  if (Array.isArray(value)) return parseList(value);
  if (!isObject(value)) return parseScalar(value);
  const { field, ...rest } = value;
  return typeof field === "string" && Object.keys(rest).length === 0 ? { field } : undefined;
}

function parseList(values: readonly unknown[]): string[] | undefined {
  const parsed = values.map(parseScalar);
  return parsed.every((one) => one !== undefined) ? parsed : undefined;
}

/** A text as it is; a number as the decimal it prints as, `true` and `false` as words. */
function parseScalar(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  return typeof value === "number" && parseDecimal(value) !== undefined ? String(value) : undefined;
}

function isObject(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
