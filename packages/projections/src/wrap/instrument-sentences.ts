/** Sentences on one index or share: its level, its streak, its records, the round numbers around it. */
import { dayNumber } from "@tapefold/core";
import type { InstrumentState, RecordText } from "../views/instrument-state.ts";
import { listing } from "../reference/listing.ts";
import {
  capitalised,
  dateWords,
  grouped,
  list,
  numberWords,
  ordinal,
  percentValue,
  roundNumber,
  sizeOf,
  SIZES,
  theName,
  unsigned,
} from "./prose.ts";
import { fieldOf, Sentence } from "./sentence.ts";
import type { StateView } from "../fields/state-view.ts";

/** Most round numbers of one session that are named one by one. */
const ROUND_NUMBERS_MAX = 3;
/** Least days that a high must go back to be worth more than "highest of the week". */
const NOTABLE_DAYS = 14;

export function instrumentSentences(view: StateView, id: string): readonly Sentence[] {
  const sentences = [level(view, id), closeRecord(view, id), highRecord(view, id), milestone(view, id)];
  return sentences.filter((one) => one !== null);
}

/** The name that prose gives an instrument; an index of more than one word takes an article. */
export function nameOf(view: StateView, id: string): string {
  const { kind, now } = view.read(listing, id);
  const name = now.name || id;
  return kind === "index" ? theName(name) : name;
}

/** True for a record worth a sentence: it covers the whole history, or more than a few days. */
export function isNotable({ complete, since, date }: RecordText): boolean {
  if (complete) return true;
  const [from, to] = [since === null ? undefined : dayNumber(since), dayNumber(date)];
  return from !== undefined && to !== undefined && to - from >= NOTABLE_DAYS;
}

/** A sentence on level and change, and the resulting streak. */
function level(view: StateView, id: string): Sentence | null {
  const state = view.instrument(id);
  const change = view.exactPercent(["instruments", id, "changePct"]);
  const price = state.close ?? state.last;
  if (price === null || change === null) return null;
  const of = (field: string): string => fieldOf(id, field);
  const sentence = new Sentence().say(capitalised(nameOf(view, id)));
  const size = percentValue(change);
  const isDown = change.numerator < 0n;
  const shown = unsigned(size);
  const isClosed = state.close !== null;
  const to = isClosed ? "to close at" : "to";
  switch (sizeOf(change)) {
    case "little":
      sentence.say(isClosed ? ` closed little changed at ` : ` was little changed at `);
      sentence.say(`${grouped(price)} (${isDown ? "−" : "+"}${shown} %)`).is(of("move"), "little-changed");
      break;
    case "edged":
      sentence.say(` edged ${isDown ? "down" : "up"} ${shown} % ${to} ${grouped(price)}`);
      sentence.assert(
        of("changePct"),
        "between",
        isDown ? [`-${SIZES.edged}`, `-${SIZES.little}`] : [SIZES.little, SIZES.edged],
      );
      break;
    case "plain":
      sentence.say(` ${isDown ? "fell" : "rose"} ${shown} % ${to} ${grouped(price)}`);
      sentence.assert(of("changePct"), isDown ? "less-than" : "more-than", "0");
      break;
    case "sharp":
      sentence.say(` ${isDown ? "tumbled" : "jumped"} ${shown} % ${to} ${grouped(price)}`);
      sentence.assert(
        of("changePct"),
        isDown ? "less-than" : "more-than",
        isDown ? `-${SIZES.sharp}` : SIZES.sharp,
      );
      break;
  }
  sentence.is(of("changePct"), size).is(of(isClosed ? "close" : "last"), price);
  phase(sentence, of("phase"), state.phase);
  streak(sentence, of, state.streak, isClosed);
  return sentence.say(".");
}

const PHASES: Readonly<Record<string, string>> = {
  break: " at the break",
  auction: " in the auction",
  halted: " before trading was halted",
};

function phase(sentence: Sentence, field: string, now: string): void {
  const words = PHASES[now];
  if (words !== undefined) sentence.say(words).is(field, now);
}

/** Adds the streak, confirmed by the close alone; before the close it is "on course" at most. */
function streak(
  sentence: Sentence,
  of: (field: string) => string,
  { confirmed, provisional, ended }: InstrumentState["streak"],
  isClosed: boolean,
): void {
  const way = (count: number): string => (count > 0 ? "gain" : "loss");
  if (isClosed && confirmed !== null && Math.abs(confirmed) >= 2) {
    sentence
      .say(`, its ${ordinal(Math.abs(confirmed))} straight ${way(confirmed)}`)
      .is(of("streak.confirmed"), confirmed);
  } else if (isClosed && ended !== null) {
    sentence.say(`, ending a run of ${run(ended.length)}`).is(of("streak.ended.length"), ended.length);
  } else if (provisional !== null && Math.abs(provisional) >= 2) {
    sentence.say(`, on course for a ${ordinal(Math.abs(provisional))} straight ${way(provisional)}`);
    sentence.is(of("streak.provisional"), provisional);
  } else if (provisional !== null && confirmed !== null && Math.abs(confirmed) >= 2) {
    sentence.say(`, on course to end a run of ${run(confirmed)}`);
    sentence
      .is(of("streak.confirmed"), confirmed)
      .assert(of("streak.provisional"), confirmed > 0 ? "at-most" : "at-least", "0");
  }
}

function run(length: number): string {
  return `${numberWords(Math.abs(length))} straight ${length > 0 ? "gains" : "losses"}`;
}

/** A sentence on the record by close: set, exceeded so far, or near. */
function closeRecord(view: StateView, id: string): Sentence | null {
  const { record, close } = view.instrument(id);
  const standing = record.close;
  if (standing === null || standing.near === null || !isNotable(standing)) return null;
  const field = (name: string): string => fieldOf(id, `record.close.${name}`);
  if (standing.setThisSession && close !== null && standing.previous !== null) {
    const sentence = new Sentence().say(`That is its ${highest(standing, "record close", "highest close")}`);
    basis(sentence, standing, field, view.year);
    if (standing.straight >= 2)
      sentence.say(`, the ${ordinal(standing.straight)} in a row`).is(field("straight"), standing.straight);
    sentence
      .is(field("setThisSession"), true)
      .say(before(standing, field, sentence, view.year))
      .say(".");
    return sentence;
  }
  if (standing.setThisSession) return null;
  if (standing.near === "at-record") {
    const isAbove = standing.gap?.startsWith("-") === true;
    const sentence = new Sentence().say(
      `It stood ${isAbove ? "above" : "at"} its ${highest(standing, "record close", "highest close")}`,
    );
    basis(sentence, standing, field, view.year);
    if (isAbove) sentence.assert(field("gap"), "less-than", "0");
    return levelOf(sentence, standing, field, view.year).is(field("near"), "at-record").say(".");
  }
  return distance(view, id, "close", standing);
}

/** A sentence on the record in the course of a session. */
function highRecord(view: StateView, id: string): Sentence | null {
  const { record, close } = view.instrument(id);
  const standing = record.high;
  if (standing === null || !isNotable(standing)) return null;
  const field = (name: string): string => fieldOf(id, `record.high.${name}`);
  if (standing.setThisSession && standing.previous !== null) {
    const sentence = new Sentence().say(`It reached ${grouped(standing.level)}, `);
    sentence.say(standing.complete ? "higher than ever in a session" : `its highest in a session`);
    basis(sentence, standing, field, view.year);
    sentence.is(field("setThisSession"), true).is(field("level"), standing.level);
    return sentence.say(before(standing, field, sentence, view.year)).say(".");
  }
  if (close !== null && record.close?.setThisSession === true && !standing.setThisSession) {
    const sentence = new Sentence().say(
      `The ${highest(standing, "record", "highest level")} in the course of a session still stands`,
    );
    basis(sentence, standing, field, view.year);
    return levelOf(sentence.is(field("setThisSession"), false).say(":"), standing, field, view.year, "").say(
      ".",
    );
  }
  return record.close === null ? distance(view, id, "high", standing) : null;
}

/** A sentence on the distance below a record; null if it is out of reach. */
function distance(view: StateView, id: string, of: "close" | "high", standing: RecordText): Sentence | null {
  const { near, gap } = standing;
  const { kind } = view.instrument(id);
  const isClose = near === "touching" || near === "striking-distance" || near === "near";
  const shortfall = view.exactPercent(["instruments", id, "record", of, "shortfallPct"]);
  if (!isClose || gap === null || shortfall === null) return null;
  const field = (name: string): string => fieldOf(id, `record.${of}.${name}`);
  const size = percentValue(shortfall);
  const sentence = new Sentence().say(
    `It was ${grouped(gap)}${kind === "index" ? " points" : ""}, or ${size} %, below its `,
  );
  sentence.say(
    of === "close"
      ? highest(standing, "record close", "highest close")
      : highest(standing, "record high", "highest level"),
  );
  basis(sentence, standing, field, view.year);
  sentence.is(field("gap"), gap).is(field("shortfallPct"), size);
  return levelOf(sentence, standing, field, view.year).say(".");
}

/** A sentence on the next round number, if near, and those passed in the session. */
function milestone(view: StateView, id: string): Sentence | null {
  const { milestone: now } = view.instrument(id);
  if (now === null) return null;
  const field = (name: string): string => fieldOf(id, `milestone.${name}`);
  const { reached, gaveBack, level: next, toward } = now;
  const held = reached.filter((one) => !gaveBack.includes(one));
  const sentence = new Sentence();
  if (reached.length > 0 && reached.length <= ROUND_NUMBERS_MAX) {
    sentence.is(field("reached"), reached).is(field("gaveBack"), gaveBack);
    if (held.length > 0) sentence.say(`It went through ${list(held.map(roundNumber))}`);
    if (gaveBack.length > 0) {
      const lost = list(gaveBack.map(roundNumber));
      sentence.say(held.length > 0 ? `, but gave back ${lost}` : `It reached ${lost} but could not hold it`);
    }
  }
  const needed = view.exactPercent(["instruments", id, "milestone", "neededPct"]);
  const isWithinReach = needed !== null && needed.numerator <= needed.denominator;
  if (toward === true && isWithinReach && gaveBack.length === 0) {
    const size = percentValue(needed);
    sentence.say(sentence.text === "" ? "It was within " : " and was within ");
    sentence.say(`${size} % of ${roundNumber(next)}`);
    sentence.is(field("level"), next).is(field("neededPct"), size).is(field("toward"), true);
  }
  return sentence.text === "" ? null : sentence.say(".");
}

/** The words for a record if it covers the whole history, else for the highest since a date. */
function highest({ complete }: RecordText, record: string, since: string): string {
  return complete ? record : since;
}

function basis(
  sentence: Sentence,
  { complete, since }: RecordText,
  field: (name: string) => string,
  year: string,
): void {
  sentence.is(field("complete"), complete);
  if (!complete && since !== null) sentence.say(` since ${dateWords(since, year)}`).is(field("since"), since);
}

function before(
  { previous }: RecordText,
  field: (name: string) => string,
  sentence: Sentence,
  year: string,
): string {
  if (previous === null) return "";
  sentence.is(field("previous.level"), previous.level).is(field("previous.date"), previous.date);
  return `, above the ${grouped(previous.level)} of ${dateWords(previous.date, year)}`;
}

function levelOf(
  sentence: Sentence,
  { level: record, date }: RecordText,
  field: (name: string) => string,
  year: string,
  link = " of",
): Sentence {
  sentence.say(`${link} ${grouped(record)}, set on ${dateWords(date, year)}`);
  return sentence.is(field("level"), record).is(field("date"), date);
}
