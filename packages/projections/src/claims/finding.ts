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

/** A remark on one or more claims: they fall into a known trap of wording. */
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

function ofAssertion(one: JudgedClaim, assertion: CheckedAssertion): readonly Finding[] {
  const { view, bound } = one;
  const found = (trap: Trap, reason: string): Finding => ({ trap, claims: [bound.claim.id], reason });
  const findings: Finding[] = [];
  if (assertion.verdict === "mixed") {
    const others = assertion.neverWith.join(", ");
    findings.push(
      found("not-one-instant", `it held earlier in the session, but never together with ${others}`),
    );
  }
  for (const location of assertion.locations) {
    const [root, id, field, basis, part] = location;
    if (root === "regions" && field === "word") findings.push(...breadth(view, location, assertion, found));
    if (root === "guidance" && field === "reactions") findings.push(...timing(view, location, found));
    if (root !== "instruments" || typeof id !== "string") continue;
    const { phase, streak, record, previous } = view.instrument(id);
    if (
      field === "streak" &&
      basis === "provisional" &&
      assertion.field.endsWith(".streak") &&
      phase !== "closed"
    ) {
      const settled = streak.confirmed === null ? "unknown" : `${streak.confirmed}`;
      findings.push(
        found(
          "provisional-as-fact",
          `the session of ${id} is not closed: ${streak.provisional} is so far, confirmed is ${settled}`,
        ),
      );
    }
    if (
      field === "record" &&
      part === "near" &&
      assertion.actual === "at-record" &&
      assertion.verdict !== "supported"
    ) {
      findings.push(
        found("near-while-above", `${id} stands at or above that record, which is more than near it`),
      );
    }
    if (
      field === "record" &&
      part === "setThisSession" &&
      assertion.verdict === "supported" &&
      assertion.actual === "true"
    ) {
      const [set, other] = basis === "close" ? (["close", "high"] as const) : (["high", "close"] as const);
      const beside = record[other];
      if (beside !== null && !beside.setThisSession && phase === "closed") {
        findings.push(
          found(
            "one-basis-only",
            `${id} set a record by ${set} alone; that by ${other} is ${beside.level} of ${beside.date}`,
          ),
        );
      }
    }
    if (
      field === "move" &&
      assertion.actual === "down" &&
      (previous?.changePct ?? "-").startsWith("-") === false
    ) {
      findings.push(
        found(
          "ambiguous-day",
          `${id} is down on the session; the one before it gained ${previous?.changePct} %`,
        ),
      );
    }
  }
  return findings;
}

type Found = (trap: Trap, reason: string) => Finding;

function breadth(
  view: StateView,
  location: Location,
  { verdict }: CheckedAssertion,
  found: Found,
): Finding[] {
  const { region, up, down, little } = view.at(location.slice(0, 2)) as MarketState["regions"][number];
  if (verdict === "supported" || down + little === 0) return [];
  return [
    found(
      "headline-and-breadth",
      `of the indices of ${region} ${up} are up, ${down} down, ${little} little changed`,
    ),
  ];
}

function timing(view: StateView, location: Location, found: Found): Finding[] {
  const { items, mandatory, issuer } = view.at(location.slice(0, 2)) as GuidanceState;
  const changes = items.flatMap(({ changePct }) => (changePct === null ? [] : [`${changePct} %`]));
  const size = changes.length === 0 ? "" : ` by ${changes.join(", ")}`;
  const duty = mandatory ? "had to be" : "did not have to be";
  return [
    found(
      "timing-is-no-cause",
      `${issuer} revised${size}, which ${duty} disclosed; what followed is timing, not a cause`,
    ),
  ];
}

/** Finding: a fiscal year end is named without its year. */
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

/** Finding: gains of one instrument in two sessions, claimed apart, compound instead of adding up. */
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
  const isSame = compareFractions(before.percent, fraction(0n)) === 0;
  return { trap: "percentages-do-not-add", claims: isSame ? [now.claim] : [before.claim, now.claim], reason };
}

/** One finding for each reason, with all the claims that share it. */
function merged(findings: readonly Finding[]): readonly Finding[] {
  const known = new Map<string, Finding>();
  for (const one of findings) {
    const key = `${one.trap} ${one.reason}`;
    const claims = [...new Set([...(known.get(key)?.claims ?? []), ...one.claims])];
    known.set(key, { ...one, claims });
  }
  return [...known.values()];
}
