/**
 * Findings: remarks on a wrap beyond its verdicts. Each comes from the state and from the fields that claims name, never
 * from a sentence's wording, except the finding on a fiscal year named without its year.
 */
import {
  addFractions,
  compareFractions,
  divideFractions,
  fraction,
  multiplyFractions,
  subtractFractions,
} from "@tapefold/core";
import type { GuidanceState, MarketState } from "../views/market-state.ts";
import { decimalText } from "../price/price-text.ts";
import type { StateView } from "../fields/state-view.ts";
import type { Location } from "../fields/field-path.ts";
import type { BoundClaim, CheckedAssertion } from "./verdict.ts";

/** Kind of finding. */
export type Trap =
  | "not-one-instant"
  | "provisional-as-fact"
  | "near-while-above"
  | "one-basis-only"
  | "timing-is-no-cause"
  | "percentages-do-not-add"
  | "fiscal-year-without-year"
  | "headline-and-breadth"
  | "ambiguous-day";

/** A remark on one or more claims that fall into a known trap of wording. */
export interface Finding {
  readonly trap: Trap;
  /** Ids of the claims it concerns. */
  readonly claims: readonly string[];
  readonly reason: string;
}

/** A claim with its verdict, and the state it was judged on. */
export interface JudgedClaim {
  readonly bound: BoundClaim;
  readonly view: StateView;
  readonly assertions: readonly CheckedAssertion[];
}

/** The findings on the claims of a file, in the claims' order. */
export function findingsOf(claims: readonly JudgedClaim[]): readonly Finding[] {
  const each = claims.flatMap((one) => one.assertions.flatMap((assertion) => ofAssertion(one, assertion)));
  const all = [...each, ...claims.flatMap(fiscalYear), ...additions(claims)];
  return merged(all);
}

/** Makes a finding on the claim that is looked at. */
type Found = (trap: Trap, reason: string) => Finding;

function ofAssertion({ view, bound }: JudgedClaim, assertion: CheckedAssertion): readonly Finding[] {
  const found: Found = (trap, reason) => ({ trap, claims: [bound.claim.id], reason });
  const byField = assertion.locations.map((location) => {
    const [root, id, field] = location;
    if (root === "regions" && field === "word") return breadth(view, location, assertion, found);
    if (root === "guidance" && field === "reactions") return timing(view, location, found);
    if (root !== "instruments" || typeof id !== "string") return null;
    return ofInstrument(view, id, location.slice(2), assertion, found);
  });
  return [mixed(assertion, found), ...byField].filter((one) => one !== null);
}

function mixed({ verdict, neverWith }: CheckedAssertion, found: Found): Finding | null {
  if (verdict !== "mixed") return null;
  const others = neverWith.join(", ");
  return found("not-one-instant", `it held earlier in the session, but never together with ${others}`);
}

/** The finding on a field of an instrument; null if there is none. */
function ofInstrument(
  view: StateView,
  id: string,
  [field, basis, part]: Location,
  { field: path, verdict, actual }: CheckedAssertion,
  found: Found,
): Finding | null {
  const { phase, streak, record, previous } = view.instrument(id);
  if (field === "streak") {
    if (basis !== "provisional" || !path.endsWith(".streak") || phase === "closed") return null;
    const reason = `the session of ${id} is not closed: ${streak.provisional} is so far, confirmed is ${streak.confirmed ?? "unknown"}`;
    return found("provisional-as-fact", reason);
  }
  if (field === "record" && part === "near") {
    if (actual !== "at-record" || verdict === "supported") return null;
    return found("near-while-above", `${id} stands at or above that record, which is more than near it`);
  }
  if (field === "record" && part === "setThisSession") {
    const [set, other] = basis === "close" ? (["close", "high"] as const) : (["high", "close"] as const);
    const beside = record[other];
    const isSet = verdict === "supported" && actual === "true" && phase === "closed";
    if (!isSet || beside === null || beside.setThisSession) return null;
    const reason = `${id} set a record by ${set} alone; that by ${other} is ${beside.level} of ${beside.date}`;
    return found("one-basis-only", reason);
  }
  const gained = previous?.changePct ?? "-";
  if (field !== "move" || actual !== "down" || gained.startsWith("-")) return null;
  return found("ambiguous-day", `${id} is down on the session; the one before it gained ${gained} %`);
}

function breadth(
  view: StateView,
  location: Location,
  { verdict }: CheckedAssertion,
  found: Found,
): Finding | null {
  const { region, up, down, little } = view.at(location.slice(0, 2)) as MarketState["regions"][number];
  if (verdict === "supported" || down + little === 0) return null;
  return found(
    "headline-and-breadth",
    `of the indices of ${region} ${up} are up, ${down} down, ${little} little changed`,
  );
}

function timing(view: StateView, location: Location, found: Found): Finding {
  const { items, mandatory, issuer } = view.at(location.slice(0, 2)) as GuidanceState;
  const changes = items.flatMap(({ changePct }) => (changePct === null ? [] : [`${changePct} %`]));
  const size = changes.length === 0 ? "" : ` by ${changes.join(", ")}`;
  const duty = mandatory ? "had to be" : "did not have to be";
  return found(
    "timing-is-no-cause",
    `${issuer} revised${size}, which ${duty} disclosed; what followed is timing, not a cause`,
  );
}

/** The finding on a fiscal year end that is named without its year. */
function fiscalYear({ bound: { claim }, assertions }: JudgedClaim): readonly Finding[] {
  const year = assertions.find(({ field }) => field.endsWith(".fiscalYearEnd"))?.actual?.slice(0, 4);
  if (year === undefined || claim.says.includes(year)) return [];
  return [
    {
      trap: "fiscal-year-without-year",
      claims: [claim.id],
      reason: `the fiscal year is the one that ends in ${year}`,
    },
  ];
}

/** Findings on gains of one instrument in two sessions that are claimed apart: they compound instead of adding up. */
function additions(claims: readonly JudgedClaim[]): readonly Finding[] {
  const gains = claims.flatMap(({ bound, view, assertions }) =>
    assertions.flatMap(({ locations, verdict }) =>
      verdict === "uncheckable"
        ? []
        : locations.flatMap((location) => gainOf(view, location, bound.claim.id)),
    ),
  );
  return gains.flatMap((before) =>
    before.isBefore
      ? gains
          .filter((now) => !now.isBefore && now.instrument === before.instrument && now.view === before.view)
          .map((now) => sum(before, now))
      : [],
  );
}

interface Gain {
  readonly claim: string;
  readonly view: StateView;
  readonly instrument: string;
  readonly isBefore: boolean;
  readonly percent: NonNullable<ReturnType<StateView["exactPercent"]>>;
}

function gainOf(view: StateView, location: Location, claim: string): readonly Gain[] {
  const percent = view.exactPercent(location);
  if (percent === null) return [];
  const [root, id, field] = location;
  const last = location.at(-1);
  const isReaction =
    root === "guidance" && field === "reactions" && (last === "maxUpPct" || last === "lastPct");
  if (isReaction) {
    const instrument = (view.at(location.slice(0, 4)) as { instrument: string }).instrument;
    return [{ claim, view, instrument, isBefore: false, percent }];
  }
  if (root !== "instruments" || last !== "changePct") return [];
  return [{ claim, view, instrument: String(id), isBefore: field === "previous", percent }];
}

function sum(before: Gain, now: Gain): Finding {
  const hundred = fraction(100n);
  const factor = (gain: Gain): Gain["percent"] =>
    addFractions(fraction(1n), divideFractions(gain.percent, hundred));
  const together = subtractFractions(multiplyFractions(factor(before), factor(now)), fraction(1n));
  const text = decimalText(multiplyFractions(together, hundred), 2);
  const plain = decimalText(addFractions(before.percent, now.percent), 2);
  const reason = `the two gains of ${now.instrument} come to ${text} %, not ${plain} %: percentages compound`;
  const isFlat = compareFractions(before.percent, fraction(0n)) === 0;
  return { trap: "percentages-do-not-add", claims: isFlat ? [now.claim] : [before.claim, now.claim], reason };
}

/** The findings with those of one reason as one, which names all their claims. */
function merged(findings: readonly Finding[]): readonly Finding[] {
  const known = new Map<string, Finding>();
  for (const one of findings) {
    const key = `${one.trap} ${one.reason}`;
    const claims = [...new Set([...(known.get(key)?.claims ?? []), ...one.claims])];
    known.set(key, { ...one, claims });
  }
  return [...known.values()];
}
