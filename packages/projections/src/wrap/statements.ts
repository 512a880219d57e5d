/**
 * The market wrap: the state of the market in sentences. Each is rendered from a claim, which it carries and which holds on
 * that state. The most important come first: those on the region traded last, in it those on the indices that set records
 * and moved most, then those on recently revised forecasts.
 */
import {
  compareFractions,
  compareText,
  formatInstant,
  type Fraction,
  fraction,
  type State,
} from "@tapefold/core";
import { listing } from "../reference/listing.ts";
import { absolute } from "../price/move.ts";
import { quote } from "../price/quote.ts";
import { type Region, regions } from "../views/region.ts";
import { type GuidanceState, guidanceStates } from "../views/market-state.ts";
import { sessionsAround } from "../session/session-dates.ts";
import { positionsBehind } from "../causes/causes.ts";
import type { Claim } from "../claims/claim.ts";
import { driverSentences } from "./driver-sentences.ts";
import { revisionSentences } from "./guidance-sentences.ts";
import { instrumentSentences, isNotable } from "./instrument-sentences.ts";
import { lookBackSentences } from "./look-back-sentences.ts";
import { breadthSentences, otherSentences, shareSentences } from "./market-sentences.ts";
import { instrumentsOf, overnightSentence, regionSentence } from "./region-sentences.ts";
import type { Sentence } from "./sentence.ts";
import { StateView } from "../fields/state-view.ts";
import { bindClaim, judgeClaim } from "../claims/verdict.ts";

/** A sentence of the wrap, with its claim. */
export interface Statement {
  readonly text: string;
  /** The claim that the sentence is rendered from, ready for a claims file. */
  readonly claim: Claim;
  /** Name of the paragraph; its statements follow each other. */
  readonly paragraph: string;
  /** Phase of the instrument it is about; null if it is about several or none. */
  readonly phase: string | null;
  /** Position and instant of the event that last moved its subject; those of the state if it has several subjects. */
  readonly asOf: { readonly position: number; readonly at: string | null };
  /** Positions of its direct causes. */
  readonly causes: readonly number[];
}

/** Most instruments of a region that get sentences; the others are only counted. */
const INSTRUMENTS_MAX = 12;
/** Most revisions of guidance that get sentences, the latest first. */
const REVISIONS_MAX = 3;

/** The statements on a state of the market's rules, most important first. */
export function statements(state: State): readonly Statement[] {
  const view = new StateView(state);
  const written: Statement[] = [];
  const add: Add = (sentence, paragraph, instrument) => {
    if (sentence === null) return;
    const id = `wrap-${written.length + 1}`;
    const claim = { id, says: sentence.text, all: sentence.assertions };
    const phase = instrument === null ? null : view.instrument(instrument).phase;
    const causes = causesOfClaim(view, claim);
    written.push({ text: sentence.text, claim, paragraph, phase, asOf: asOf(view, instrument), causes });
  };
  const [first, ...others] = regionsInOrder(view);
  if (first !== undefined) addRegion(view, first, add);
  addRevisions(view, add);
  for (const region of others) addRegion(view, region, add);
  addOthers(view, add);
  return byParagraph(written);
}

type Add = (sentence: Sentence | null, paragraph: string, instrument: string | null) => void;

function addRegion(view: StateView, region: Region, add: Add): void {
  const indices = [...instrumentsOf(view, region.region)].sort(byWeight(view)).slice(0, INSTRUMENTS_MAX);
  const lead = `region ${region.region}`;
  add(regionSentence(view, region), lead, null);
  add(overnightSentence(view, region.region, indices), lead, null);
  for (const id of indices) {
    const sentences = [
      ...instrumentSentences(view, id),
      ...lookBackSentences(view, id),
      ...driverSentences(view, id),
    ];
    // Instruments with only one sentence share a paragraph.
    const paragraph = sentences.length > 1 ? `instrument ${id}` : `others ${region.region}`;
    for (const sentence of sentences) add(sentence, paragraph, id);
  }
  for (const sentence of [...breadthSentences(view, region.region), ...shareSentences(view, region.region)])
    add(sentence, lead, null);
}

function addOthers(view: StateView, add: Add): void {
  for (const { id, sentence } of otherSentences(view).slice(0, INSTRUMENTS_MAX))
    add(sentence, "other prices", id);
}

function addRevisions(view: StateView, add: Add): void {
  const said = [...guidanceStates(view.state).entries()].filter(([, one]) => isOfLate(view, one));
  for (const [row, one] of said.slice(-REVISIONS_MAX)) {
    for (const sentence of revisionSentences(view, one, row)) add(sentence, `guidance ${one.position}`, null);
  }
}

/** True if a share is in its first session after the revision, or has yet to begin it. */
function isOfLate(view: StateView, { reactions }: GuidanceState): boolean {
  return reactions.some(({ instrument, date }) => date === null || date === view.instrument(instrument).date);
}

/** The statements by paragraph, in order of each paragraph's first sentence. */
function byParagraph(written: readonly Statement[]): readonly Statement[] {
  const paragraphs = [...new Set(written.map(({ paragraph }) => paragraph))];
  return paragraphs.flatMap((name) => written.filter(({ paragraph }) => paragraph === name));
}

/** The regions, the one whose indices were priced last on the tape first. */
function regionsInOrder(view: StateView): readonly Region[] {
  const latest = new Map(
    regions(view.read).map(({ region }) => [
      region,
      Math.max(0, ...instrumentsOf(view, region).map((id) => pricedAt(view, id))),
    ]),
  );
  return [...regions(view.read)].sort(
    (a, b) => (latest.get(b.region) ?? 0) - (latest.get(a.region) ?? 0) || compareText(a.region, b.region),
  );
}

/** Compares instruments: records first, then by size of the move, ties by id. */
function byWeight(view: StateView): (a: string, b: string) => number {
  const hasRecord = (id: string): number => {
    const { close, high } = view.instrument(id).record;
    return Number([close, high].some((one) => one !== null && one.setThisSession && isNotable(one)));
  };
  const size = (id: string): Fraction => {
    return absolute(view.exactPercent(["instruments", id, "changePct"]) ?? fraction(0n));
  };
  return (a, b) => hasRecord(b) - hasRecord(a) || compareFractions(size(b), size(a)) || compareText(a, b);
}

function pricedAt(view: StateView, id: string): number {
  const { closePosition, lastPosition } = view.read(quote, id);
  return Math.max(closePosition, lastPosition);
}

function causesOfClaim(view: StateView, claim: Claim): readonly number[] {
  const bound = bindClaim(view, claim);
  if (typeof bound === "string") return [];
  return positionsBehind(
    view,
    judgeClaim(view, bound).flatMap(({ locations }) => locations),
  );
}

function asOf({ state, read }: StateView, instrument: string | null): Statement["asOf"] {
  const text = (at: number | null): string | null => (at === null ? null : formatInstant(at));
  if (instrument === null) return { position: state.position, at: text(state.at) };
  const { close, closePosition, lastPosition, lastAt, date } = read(quote, instrument);
  if (close === null || date === null) return { position: lastPosition, at: text(lastAt) };
  const sessions = sessionsAround(read, read(listing, instrument).mic, date);
  return { position: closePosition, at: text(sessions.find((one) => one.date === date)?.closedAt ?? null) };
}
