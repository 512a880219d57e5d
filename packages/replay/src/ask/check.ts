/** Checks a published wrap against a tape: one verdict for each claim, each at its own as-of. */
import { Fold, MarketError, type ReadableLog } from "@tapefold/core";
import {
  type ArticleCoverage,
  bindClaim,
  type BoundClaim,
  type CheckedAssertion,
  type Claim,
  coverageOf,
  type Finding,
  findingsOf,
  holds,
  judgeClaim,
  marketRules,
  MixedSearch,
  parseClaims,
  positionsBehind,
  StateView,
  type Verdict,
  worst,
} from "@tapefold/projections";
import { type AsOf, END_OF_TAPE, parseAsOf, upTo } from "../tape/as-of.ts";
import { type FoldedTape, foldTape } from "../fold/fold-tape.ts";
import { logOf } from "../open-tape.ts";
import { type StateAsOf, stateAsOf } from "./state-as-of.ts";

/** A claim with its verdict and the state it was judged on. */
export interface CheckedClaim {
  readonly id: string;
  readonly says: string;
  readonly verdict: Verdict;
  readonly asOf: StateAsOf;
  /** Each assertion of the claim, with its result. */
  readonly assertions: readonly CheckedAssertion[];
  /** Positions of the events that the claim's fields come from directly. */
  readonly causes: readonly number[];
}

/** The outcome of checking a document of claims. */
export interface Check {
  readonly asOf: StateAsOf;
  readonly claims: readonly CheckedClaim[];
  /** Claims that can't be checked as they are written. */
  readonly faults: NonNullable<ReturnType<typeof parseClaims>>["faults"];
  /** Further findings that a reader should know. */
  readonly findings: readonly Finding[];
  /** How much of the article the claims cover; absent without an article. */
  readonly article?: ArticleCoverage;
}

/**
 * Checks the claims of a file's document. A claim with a fault is listed in `faults`; the others are still
 * checked. `name` is the document's name in errors; `article` is the text that the claims were taken from.
 *
 * @throws MarketError `CLAIMS_INVALID` if the document holds no claims; `POSITION_UNKNOWN`; what reading
 * throws.
 */
export async function check(
  tape: string | ReadableLog,
  document: unknown,
  asOf: AsOf = END_OF_TAPE,
  name = "claims",
  article?: string,
): Promise<Check> {
  const log = logOf(tape);
  const parsed = parseClaims(document);
  if (parsed === undefined) {
    const message = `holds no claims; write {"claims": [{"id", "says", …}]} (${name})`;
    throw new MarketError("CLAIMS_INVALID", message, { log: name });
  }
  const faults = [...parsed.faults];
  const moment = await momentAt(log, asOf);
  const moments = new Map<string, Moment | string>();
  const checks: ClaimCheck[] = [];
  for (const { index, claim } of parsed.claims) {
    const when = claim.asOf;
    const own = when === undefined ? moment : (moments.get(when) ?? (await ownMoment(log, when)));
    if (when !== undefined) moments.set(when, own);
    const bound = typeof own === "string" ? own : bindClaim(own.view, claim);
    if (typeof bound === "string") faults.push({ index, id: claim.id, message: bound });
    else if (typeof own !== "string")
      checks.push({ claim, bound, moment: own, assertions: judgeClaim(own.view, bound) });
  }
  await searchMixed(log, checks);
  faults.sort((a, b) => a.index - b.index);
  const findings = findingsOf(
    checks.map(({ bound, moment: { view }, assertions }) => ({ bound, view, assertions })),
  );
  const checked = { asOf: stateAsOf(moment.view.state), claims: checks.map(checkedClaim), faults, findings };
  if (article === undefined) return checked;
  const claims = checks.map(({ claim }) => claim);
  return { ...checked, article: coverageOf(article, claims, moment.view) };
}

/** The state that claims are judged on. */
interface Moment {
  readonly view: StateView;
  readonly folded: FoldedTape;
}

interface ClaimCheck {
  readonly claim: Claim;
  readonly bound: BoundClaim;
  readonly moment: Moment;
  assertions: readonly CheckedAssertion[];
}

async function momentAt(log: ReadableLog, asOf: AsOf): Promise<Moment> {
  const folded = await foldTape(log, { asOf });
  return { view: new StateView(folded.state, folded.head), folded };
}

/** The state at a claim's own as-of, or what is wrong with that. */
async function ownMoment(log: ReadableLog, asOf: string): Promise<Moment | string> {
  try {
    return await momentAt(log, parseAsOf(asOf));
  } catch (error) {
    if (error instanceof MarketError && (error.code === "USAGE" || error.code === "POSITION_UNKNOWN"))
      return `asOf: ${error.message}`;
    throw error;
  }
}

/** Searches the states before each moment for the assertions that are contradicted there. */
async function searchMixed(log: ReadableLog, checks: readonly ClaimCheck[]): Promise<void> {
  const holding = checks.filter(({ assertions }) => holds(worst(assertions.map(({ verdict }) => verdict))));
  for (const moment of new Set(checks.map((one) => one.moment))) {
    const search = new MixedSearch(holding.map(({ bound }) => bound));
    const here = checks.filter((one) => one.moment === moment);
    for (const { bound, assertions } of here) {
      assertions.forEach(({ verdict }, at) => {
        if (verdict === "contradicted") search.suspect(moment.view, bound, at);
      });
    }
    if (search.isIdle) continue;
    await observeStates(log, moment.folded, search);
    for (const one of here) {
      one.assertions = one.assertions.map((assertion, at) => {
        const neverWith = search.neverWith(one.claim.id, at);
        return neverWith.length === 0 ? assertion : { ...assertion, verdict: "mixed", neverWith };
      });
    }
  }
}

/**
 * Folds the tape again up to a state, with what was known there, and shows the states that matter on the way.
 */
async function observeStates(
  log: ReadableLog,
  { state, head, known }: FoldedTape,
  search: MixedSearch,
): Promise<void> {
  const fold = new Fold(marketRules, known);
  for await (const batch of upTo(log, state.position).read()) {
    for (const recorded of batch) {
      fold.add([recorded]);
      if (search.wants(recorded.event)) search.observe(new StateView(fold.state, head));
    }
  }
}

function checkedClaim({ claim: { id, says }, moment, assertions }: ClaimCheck): CheckedClaim {
  const verdict = worst(assertions.map((one) => one.verdict));
  const locations = assertions.flatMap((one) => one.locations);
  return {
    id,
    says,
    verdict,
    asOf: stateAsOf(moment.view.state),
    assertions,
    causes: positionsBehind(moment.view, locations),
  };
}
