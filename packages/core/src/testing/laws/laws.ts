/**
 * The laws that every projection keeps, over generated tapes: it folds to one state however it is folded, it owns
 * its documents, and it looks at nothing but the tape. `laws(projection)` checks them for a rule of your own.
 */
import { canonicalText } from "../../plain/digest.ts";
import { Bucket } from "../../state/documents.ts";
import type { MarketEvent } from "../../tape/event.ts";
import { evolve } from "../../fold/evolve.ts";
import { Fold, foldAll } from "../../fold/folding.ts";
import { Pass } from "../../engine/pass.ts";
import { type AnyProjection, gateOf } from "../../rule/projection.ts";
import type { Recorded } from "../../tape/recorded.ts";
import { State } from "../../state/state.ts";
import { freezeTree, isSameTree } from "../../plain/plain-value.ts";
import { folded, type Law, law, type LawRuns, mustBeState, mustEqual, sound } from "./law.ts";
import { gateLaws } from "./gate-laws.ts";
import { secondProcessLaw } from "./second-process.ts";
import { batches } from "./streamed.ts";
import { subscriberLaws } from "./subscriber-laws.ts";
import { WalkedDocuments } from "./walked-documents.ts";
import { withoutClock } from "./without-clock.ts";

type Log = readonly Recorded[];
type Rules = readonly AnyProjection[];

/** Options of `laws`. */
export interface LawOptions extends LawRuns {
  /** Rules that the projection is folded beside, such as `marketRules`; their gate guards it. */
  readonly among?: Iterable<AnyProjection>;
  /**
   * Folds tapes in another process, or on another machine, and gives the text of each state, by `foldedTapes`.
   * If absent, that law is left out.
   */
  readonly secondProcess?: (tapes: readonly string[]) => readonly string[];
  /** Names of laws that the rule does not promise, such as the one on markets apart for a count across all markets. */
  readonly without?: readonly string[];
}

/**
 * The laws of one projection, folded with all it needs and behind their gate. Without a gate the laws on repeats, busts and
 * other markets are left out.
 */
export function laws(projection: AnyProjection, options: LawOptions = {}): readonly Law[] {
  return lawsOf([projection], options);
}

/** The laws of projections folded together, and one more: each alone gives the same values as among all. */
export function ruleSetLaws(set: Iterable<AnyProjection>, options: LawOptions = {}): readonly Law[] {
  const projections = [...set];
  const alone = law("each projection alone comes to what it comes to among all", options, (log) => {
    const whole = folded(projections, log);
    for (const one of projections) {
      const text = (state: State): string => canonicalText([...state.documents(one)]);
      mustEqual(text(folded([one], log)), text(whole), one.definition.name);
    }
  });
  return [...lawsOf(projections, options), alone];
}

function lawsOf(own: Rules, options: LawOptions): readonly Law[] {
  const { among = [], secondProcess, without = [] } = options;
  const rules = [...new Set([...among, ...own])];
  const isGuarded = gateOf(State.initial(rules).projections) !== undefined;
  const all = [
    ...foldLaws(rules, options),
    ...subscriberLaws(rules, options),
    ...(isGuarded ? gateLaws(rules, own, options) : []),
    ...(secondProcess === undefined ? [] : [secondProcessLaw(rules, secondProcess, options)]),
  ];
  return all.filter(({ name }) => !without.includes(name));
}

function foldLaws(rules: Rules, runs: LawRuns): readonly Law[] {
  return [
    law("the engine and the pure step come to one state", runs, (log) => {
      mustBeState(stepped(rules, log), folded(rules, log), "by the pure step");
    }),
    law("any batches come to one state", runs, (log, sizes) => {
      const whole = folded(rules, log);
      mustBeState(inBatches(rules, whole, log, sizes), whole, "in batches");
    }),
    law("stopped anywhere, written, read and resumed is as folded", runs, (log, [stop = 0]) => {
      mustBeState(resumed(rules, log, stop % (log.length + 1)), folded(rules, log), "resumed");
    }),
    law("a state is read as it was written", runs, (log) => {
      readsAsWritten(rules, folded(rules, log));
    }),
    law("the tape is never changed", runs, (log) => {
      const before = canonicalText(log);
      folded(rules, log);
      mustEqual(canonicalText(log), before, "tape after the fold");
      freezeTree(log);
      folded(rules, log);
    }),
    law("an event without a recipe leaves every document as it is", runs, (log) => {
      leavesUnheard(rules, log);
    }),
    law("clock, chance and locale count for nothing", runs, (log) => {
      mustBeState(
        withoutClock(() => folded(rules, log)),
        folded(rules, log),
        "without them",
      );
    }),
    law("a document owns what it holds", runs, (log) => {
      ownsDocuments(rules, log);
    }),
  ];
}

/** The state after a log by the pure step. */
function stepped(rules: Rules, log: Log): State {
  const { foresight } = foldAll(rules, log).known;
  return log.reduce(
    (state, recorded) => evolve(state, recorded, foresight.saidOf(recorded)),
    State.initial(rules),
  );
}

/** The state of a fold in batches; after each batch a state is taken, or the documents are read one by one. */
function inBatches(rules: Rules, whole: State, log: Log, sizes: readonly number[]): State {
  const live = new Fold(rules, foldAll(rules, log).known);
  const keys = rules.map((rule) => [...whole.documents(rule).keys()]);
  const documents = (): readonly object[] =>
    rules.flatMap((rule, index) => keys[index]?.map((key) => live.read(rule, key)) ?? []);
  const seen: [readonly object[], string][] = [];
  for (const [index, batch] of batches(log, sizes).entries()) {
    live.add(batch);
    if (index % 2 === 0) void live.state;
    else seen.push([documents(), canonicalText(documents())]);
  }
  const state = sound(live.state);
  for (const [read, text] of seen) mustEqual(canonicalText(read), text, "documents read in between");
  const last = rules.flatMap((rule, index) => keys[index]?.map((key) => state.read(rule, key)) ?? []);
  mustEqual(canonicalText(documents()), canonicalText(last), "documents read at the end");
  return state;
}

function resumed(rules: Rules, log: Log, stop: number): State {
  const { known } = foldAll(rules, log);
  const first = new Fold(rules, known);
  first.add(log.slice(0, stop));
  const goneOn = (from: State): State => {
    const second = new Fold(rules, { ...known, from });
    second.add(log.slice(stop));
    return sound(second.state);
  };
  const [whole, pieces] = readings(first.state) as [State, State];
  const state = goneOn(pieces);
  mustBeState(goneOn(whole), state, "gone on from one text, not from pieces");
  return state;
}

/** The state written and read again: as one text, and in pieces. */
function readings(state: State): readonly State[] {
  const { projections } = state;
  const { head, buckets } = state.pack();
  const texts = buckets.map((bucket) => bucket.text);
  const packed = { head, buckets: texts.map((text) => Bucket.packed(() => text)) };
  return [State.decode(state.encode(), projections), State.unpack(packed, projections)];
}

/** Documents are compared as values, since two that differ may have one text. */
function readsAsWritten(rules: Rules, state: State): void {
  for (const read of readings(state)) {
    mustBeState(read, state, "read again");
    for (const rule of rules)
      for (const [key, document] of state.documents(rule)) {
        if (isSameTree(read.read(rule, key), document)) continue;
        throw new Error(`read again: ${rule.definition.name} of ${key} holds what its text doesn't tell`);
      }
  }
}

function leavesUnheard(rules: Rules, log: Log): void {
  const state = folded(rules, log);
  const before = canonicalText(rules.map((rule) => [...state.documents(rule)]));
  const event = { ...log[0]?.event, id: "unheard", type: "NobodyHeardOfThis" } as unknown as MarketEvent;
  const after = evolve(state, { position: state.position + 1, event });
  const live = new Fold(rules, { from: state });
  live.add([{ position: state.position + 1, event }]);
  for (const rule of rules) {
    if ("EventAccepted" in rule.definition.on) continue;
    for (const [key, document] of state.documents(rule)) {
      const same = after.read(rule, key) === document && live.state.read(rule, key) === document;
      mustEqual(
        same,
        true,
        `${rule.definition.name}: its document at ${key} is the same after an event it doesn't hear`,
      );
    }
  }
  mustEqual(
    canonicalText(rules.map((rule) => [...state.documents(rule)])),
    before,
    "documents before that event",
  );
}

function ownsDocuments(rules: Rules, log: Log): void {
  const projections = State.initial(rules).projections;
  const { foresight } = foldAll(rules, log).known;
  const documents = new WalkedDocuments(projections);
  const pass = new Pass(State.initial(projections).parts(), documents);
  for (const recorded of log) {
    pass.run(recorded, foresight.saidOf(recorded));
    documents.walk(recorded.position, recorded.event);
  }
}
