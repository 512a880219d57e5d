/** Sentences on revised forecasts and the moves of shares after them. They state timing, never a cause. */
import { issuerListings } from "../reference/ownership.ts";
import { listing } from "../reference/listing.ts";
import type { GuidanceState, ReactionState } from "../views/market-state.ts";
import { nameOf } from "./instrument-sentences.ts";
import {
  capitalised,
  dateWords,
  grouped,
  instantWords,
  list,
  percentValue,
  percentWords,
  unsigned,
} from "./prose.ts";
import { Sentence } from "./sentence.ts";
import type { StateView } from "../fields/state-view.ts";

const DID: Readonly<Record<GuidanceState["class"], string>> = {
  upgrade: "raised its forecast",
  raise: "raised its forecast",
  lower: "lowered its forecast",
  downgrade: "lowered its forecast",
  mixed: "raised some of its forecast and lowered some",
  reaffirm: "reaffirmed its forecast",
  narrow: "narrowed its forecast",
  widen: "widened its forecast",
  initiate: "gave a first forecast",
  withdraw: "withdrew its forecast",
  reinstate: "reinstated its forecast",
};

export function revisionSentences(view: StateView, said: GuidanceState, row: number): readonly Sentence[] {
  const sentences = [
    revision(view, said, row),
    ...said.reactions.map((one, at) => reaction(view, said, one, [row, at])),
  ];
  return sentences.filter((one) => one !== null);
}

function revision(view: StateView, said: GuidanceState, row: number): Sentence {
  const field = (name: string): string => `${pathOf(said)}.${name}`;
  const sentence = new Sentence().say(`${capitalised(issuerName(view, said.issuer))} ${DID[said.class]}`);
  sentence.say(` for the year to ${dateWords(said.fiscalYearEnd)} at ${instantWords(said.at, view.year)}`);
  sentence
    .is(field("class"), said.class)
    .is(field("fiscalYearEnd"), said.fiscalYearEnd)
    .is(field("at"), said.at);
  const changes = said.items.flatMap(({ metric }, at) => {
    const change = view.exactPercent(["guidance", row, "items", at, "changePct"]);
    const isOnly = said.items.filter((item) => item.metric === metric).length === 1;
    if (change === null || !isOnly) return [];
    const size = percentValue(change);
    sentence.is(field(`items[metric=${metric}].changePct`), size);
    return [`${metricWords(metric)} ${percentWords(size)}`];
  });
  if (changes.length > 0) sentence.say(`: ${list(changes)}`);
  if (!said.mandatory && said.items.some(({ class: of }) => of === "raise" || of === "lower"))
    sentence.say("; no item was of a size that has to be disclosed").is(field("mandatory"), false);
  return sentence.say(".");
}

function reaction(
  view: StateView,
  said: GuidanceState,
  { instrument, link, date, reference, closePct }: ReactionState,
  [row, at]: readonly [number, number],
): Sentence | null {
  const exact = (name: string): string | null => {
    const percent = view.exactPercent(["guidance", row, "reactions", at, name]);
    return percent === null ? null : percentValue(percent);
  };
  const now = closePct === null ? "lastPct" : "closePct";
  const [up, down, stands] = [exact("maxUpPct"), exact("maxDownPct"), exact(now)];
  if (date === null || reference === null || up === null || down === null || stands === null) return null;
  const field = (name: string): string => `${pathOf(said)}.reactions[instrument=${instrument}].${name}`;
  const who = `${nameOf(view, instrument)}${link === "subsidiary" ? ", its parent," : ""}`;
  const rose = isAbove(up);
  const fell = down.startsWith("-");
  const range = [
    ...(rose ? [`up as much as ${up} %`] : []),
    ...(fell ? [`down as much as ${unsigned(down)} %`] : []),
  ];
  const sentence = new Sentence().say(
    `After that, in the session of ${dateWords(date, view.year)}, ${who} was `,
  );
  sentence.say(`${list(range) || "unchanged"} from ${grouped(reference)} and `);
  const move = isAbove(stands) ? "higher" : stands.startsWith("-") ? "lower" : null;
  const where = move === null ? "unchanged" : `${unsigned(stands)} % ${move}`;
  sentence.say(`${closePct === null ? "stood" : "closed"} ${where}`);
  sentence.is(field("link"), link).is(field("date"), date).is(field("reference"), reference);
  if (fell) sentence.is(field("maxDownPct"), down);
  if (rose) sentence.is(field("maxUpPct"), up);
  sentence.is(field(now), stands);
  return sentence.say(".");
}

/** The path of a revision, picked by its position, which no other has. */
function pathOf({ issuer, position }: GuidanceState): string {
  return `guidance[issuer=${issuer}][position=${position}]`;
}

/** The name of an issuer's first listed instrument. */
function issuerName(view: StateView, issuer: string): string {
  const { instruments } = view.read(issuerListings, issuer);
  const own = instruments.find((id) => view.read(listing, id).now.issuer === issuer);
  return own === undefined ? issuer : nameOf(view, own);
}

function isAbove(value: string): boolean {
  return !value.startsWith("-") && /[1-9]/.test(value);
}

const METRICS: Readonly<Record<string, string>> = {
  netProfitAttributable: "attributable net profit",
  eps: "earnings per share",
  dividendPerShare: "dividend per share",
};

function metricWords(metric: string): string {
  const named = Object.hasOwn(METRICS, metric) ? METRICS[metric] : undefined;
  return named ?? metric.replaceAll(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
}
