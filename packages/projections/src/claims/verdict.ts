/** Verdicts on claims: one for each assertion, and the worst of them for a claim that makes several. */
import { bindAssertion, type BoundAssertion } from "./bound-assertion.ts";
import { type Assertion, assertionsOf, type Claim } from "./claim.ts";
import { judge, type Judgement } from "./judgement.ts";
import type { StateView } from "../fields/state-view.ts";

/**
 * The verdict on a claim. `supported`: it holds. `weaker`: it holds in part, or to a lesser or greater degree than said.
 * `mixed`: it held earlier in the session, but never together with another claim that holds. `contradicted`: it does
 * not hold. `uncheckable`: the state has no value for it, or it asserts nothing that can be checked.
 */
export type Verdict = "supported" | "weaker" | "mixed" | "contradicted" | "uncheckable";

/** The verdicts from best to worst. */
const ORDER: readonly Verdict[] = ["supported", "weaker", "mixed", "contradicted", "uncheckable"];

/** An assertion with its verdict. */
export type CheckedAssertion = Omit<Judgement, "verdict"> & {
  readonly verdict: Verdict;
  /** Ids of the claims that hold now and never held together with this assertion. */
  readonly neverWith: readonly string[];
};

/** A claim tied to a state, ready to be judged on it and on earlier ones. */
export interface BoundClaim {
  readonly claim: Claim;
  readonly assertions: readonly BoundAssertion[];
}

/** The claim tied to a state, or a text that says why it can't be. */
export function bindClaim(view: StateView, claim: Claim): BoundClaim | string {
  const assertions: BoundAssertion[] = [];
  for (const [at, assertion] of assertionsOf(claim).entries()) {
    const bound = bindAssertion(view, assertion);
    if (typeof bound === "string") return claim.all === undefined ? bound : `all[${at}]: ${bound}`;
    assertions.push(bound);
  }
  // The field is checked even if the claim says too little to be judged.
  const { all, field } = claim;
  if (all === undefined && field !== undefined && assertions.length === 0 && view.parse(field) === undefined)
    return `unknown field ${JSON.stringify(field)}`;
  return { claim, assertions };
}

/** The verdicts on a claim's assertions on one state; `mixed` is found by `MixedSearch` alone. */
export function judgeClaim(view: StateView, { assertions }: BoundClaim): readonly CheckedAssertion[] {
  return assertions.map((bound) => ({ ...judge(view, bound), neverWith: [] }));
}

/** True if an assertion holds on a state. */
export function assertionHolds(view: StateView, assertion: Assertion): boolean {
  const bound = bindAssertion(view, assertion);
  return typeof bound !== "string" && judge(view, bound).verdict === "supported";
}

/** The verdict on a claim: the worst of its assertions' verdicts; `uncheckable` without any. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  const last = Math.max(-1, ...verdicts.map((verdict) => ORDER.indexOf(verdict)));
  return ORDER[last] ?? "uncheckable";
}

/** True for the verdicts `supported` and `weaker`. */
export function holds(verdict: Verdict): boolean {
  return verdict === "supported" || verdict === "weaker";
}
