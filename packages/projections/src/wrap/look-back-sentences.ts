/** Sentences on a closed session beside earlier ones: its path, since when, and the periods it ended. */
import { dayNumber, type TradingDate } from "@tapefold/core";
import type { StateView } from "../fields/state-view.ts";
import { listing } from "../reference/listing.ts";
import { calendar, nextScheduled } from "../session/calendar.ts";
import type { PeriodState } from "../views/looking-back-state.ts";
import { daysSinceMonday, isSamePeriod, type PeriodKind } from "../views/periods.ts";
import { dateWords, monthName, ordinal, percentValue, type Size, sizeOf, unsigned } from "./prose.ts";
import { fieldOf, Sentence } from "./sentence.ts";

/** Least days since a level or a move was last seen for it to be worth a date. */
const NOTABLE_DAYS = 30;
const FRIDAY = 4;
/** Sizes of moves that get a sentence. */
const WORTH_IT: readonly Size[] = ["plain", "sharp"];

export function lookBackSentences(view: StateView, id: string): readonly Sentence[] {
  if (view.instrument(id).close === null) return [];
  const sentences = [path(view, id), level(view, id), day(view, id), ...periods(view, id)];
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
    isGain ? `It erased a gain of ${size} %.` : `It erased a loss of ${unsigned(size)} %.`,
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

/** The name of a period that a date ends, and the adjective for its moves. */
const PERIODS: Readonly<Record<PeriodKind, { name: (date: TradingDate) => string; adjective: string }>> = {
  week: { name: () => "the week", adjective: "weekly" },
  month: { name: (date) => monthName(date), adjective: "monthly" },
  quarter: { name: () => "the quarter", adjective: "quarterly" },
  year: { name: () => "the year", adjective: "yearly" },
};

/** Sentences on the periods that the session ended; the week is left out if a longer one ended with it. */
function periods(view: StateView, id: string): readonly (Sentence | null)[] {
  const { date } = view.instrument(id);
  if (date === null) return [];
  const next = nextScheduled(view.read(calendar, view.read(listing, id).mic), date);
  const ended = (Object.keys(PERIODS) as PeriodKind[]).filter((kind) =>
    // Without a calendar only a Friday is known to end a period, its week.
    next === undefined
      ? kind === "week" && daysSinceMonday(date) === FRIDAY
      : !isSamePeriod(kind, date, next),
  );
  const told = ended.length > 1 ? ended.filter((kind) => kind !== "week") : ended;
  return told.map((kind) => ofPeriod(view, id, kind, date));
}

function ofPeriod(view: StateView, id: string, kind: PeriodKind, date: TradingDate): Sentence | null {
  const one = view.instrument(id).periods?.[kind];
  const change = view.exactPercent(["instruments", id, "periods", kind, "changePct"]);
  if (one === undefined || change === null) return null;
  const size = percentValue(change);
  if (!/[1-9]/.test(size)) return null;
  const isDown = size.startsWith("-");
  const { name, adjective } = PERIODS[kind];
  const field = (of: string): string => fieldOf(id, `periods.${kind}.${of}`);
  const sentence = new Sentence().say(
    `For ${name(date)} it ${isDown ? "lost" : "gained"} ${unsigned(size)} %`,
  );
  sentence.is(field("changePct"), size).assert(field("change"), isDown ? "less-than" : "more-than", "0");
  inARow(sentence, one, field("streak.provisional"), `${adjective} ${isDown ? "loss" : "gain"}`);
  return sentence.say(".");
}

function inARow(sentence: Sentence, { streak }: PeriodState, field: string, move: string): void {
  const length = Math.abs(streak.provisional);
  if (length < 2) return;
  sentence.say(`, its ${ordinal(length)} straight ${move}`).is(field, streak.provisional);
}

function isLongAgo(found: TradingDate | null, date: TradingDate | null): found is TradingDate {
  const [from, to] = [dayNumber(found ?? ""), dayNumber(date ?? "")];
  return from !== undefined && to !== undefined && to - from >= NOTABLE_DAYS;
}
