/** Sentences on a closed session beside earlier ones: its path, since when, and the week it ended. */
import { dayNumber, type TradingDate } from "@tapefold/core";
import type { StateView } from "../fields/state-view.ts";
import type { PeriodState } from "../views/looking-back-state.ts";
import { dateWords, ordinal, percentValue, type Size, sizeOf } from "./prose.ts";
import { fieldOf, Sentence } from "./sentence.ts";

/** Least days since a level or a move was last seen for it to be worth a date. */
const NOTABLE_DAYS = 30;
const FRIDAY = 5;
/** Sizes of moves that get a sentence. */
const WORTH_IT: readonly Size[] = ["plain", "sharp"];

export function lookBackSentences(view: StateView, id: string): readonly Sentence[] {
  if (view.instrument(id).close === null) return [];
  const sentences = [path(view, id), level(view, id), day(view, id), week(view, id)];
  return sentences.filter((one) => one !== null);
}

/** A sentence on a gain or a loss that was given back past the reference. */
function path(view: StateView, id: string): Sentence | null {
  const { session } = view.instrument(id);
  const turn = session?.turn ?? null;
  if (turn !== "erased-gain" && turn !== "erased-loss") return null;
  const isGain = turn === "erased-gain";
  const name = isGain ? "maxUpPct" : "maxDownPct";
  const most = view.exactPercent(["instruments", id, "session", name]);
  if (most === null || !WORTH_IT.includes(sizeOf(most))) return null;
  const size = percentValue(most);
  const sentence = new Sentence().say(
    isGain ? `It erased a gain of ${size} %.` : `It erased a loss of ${size.replace("-", "")} %.`,
  );
  return sentence.is(fieldOf(id, "session.turn"), turn).is(fieldOf(id, `session.${name}`), size);
}

/** A sentence on the highest or lowest close for long, if it is no record. */
function level(view: StateView, id: string): Sentence | null {
  const { since, record, date } = view.instrument(id);
  if (since === null || record.close?.setThisSession === true) return null;
  const [name, found] =
    since.lowestClose === null || (since.highestClose ?? "~") < since.lowestClose
      ? (["highest", since.highestClose] as const)
      : (["lowest", since.lowestClose] as const);
  if (!isLongAgo(found, date)) return null;
  const sentence = new Sentence().say(`It was its ${name} close since ${dateWords(found, view.year)}.`);
  return sentence.is(fieldOf(id, `since.${name}Close`), found);
}

/** A sentence on the best or worst day for long, if the move is large enough. */
function day(view: StateView, id: string): Sentence | null {
  const { since, date } = view.instrument(id);
  const change = view.exactPercent(["instruments", id, "changePct"]);
  if (since === null || change === null || sizeOf(change) !== "sharp") return null;
  const name = change.numerator > 0n ? "best" : "worst";
  const found = since[`${name}Day`];
  if (!isLongAgo(found, date)) return null;
  const sentence = new Sentence().say(`It was its ${name} day since ${dateWords(found, view.year)}.`);
  return sentence.is(fieldOf(id, `since.${name}Day`), found);
}

/** A sentence on the week, on its Friday; none on the eve of a holiday. */
function week(view: StateView, id: string): Sentence | null {
  const { periods, date } = view.instrument(id);
  const one = periods?.week;
  const change = view.exactPercent(["instruments", id, "periods", "week", "changePct"]);
  if (one === undefined || change === null || date === null || weekday(date) !== FRIDAY) return null;
  const size = percentValue(change);
  const isDown = size.startsWith("-");
  const field = (name: string): string => fieldOf(id, `periods.week.${name}`);
  const sentence = new Sentence().say(
    `For the week it ${isDown ? "lost" : "gained"} ${size.replace("-", "")} %`,
  );
  sentence.is(field("changePct"), size).assert(field("change"), isDown ? "less-than" : "more-than", "0");
  if (!/[1-9]/.test(size)) return null;
  inARow(sentence, one, field("streak.provisional"), isDown ? "loss" : "gain");
  return sentence.say(".");
}

function inARow(sentence: Sentence, { streak }: PeriodState, field: string, word: string): void {
  const length = Math.abs(streak.provisional);
  if (length < 2) return;
  sentence.say(`, its ${ordinal(length)} straight weekly ${word}`).is(field, streak.provisional);
}

function isLongAgo(found: TradingDate | null, date: TradingDate | null): found is TradingDate {
  const [from, to] = [dayNumber(found ?? ""), dayNumber(date ?? "")];
  return from !== undefined && to !== undefined && to - from >= NOTABLE_DAYS;
}

/** Day of the week, 1 on Mondays to 7 on Sundays; day number 0 is a Thursday. */
function weekday(date: TradingDate): number {
  return (((((dayNumber(date) ?? 0) + 3) % 7) + 7) % 7) + 1;
}
