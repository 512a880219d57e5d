/**
 * Coverage: which marks of an article its claims account for. A claim covers marks of its own sentence alone: a number
 * if it has that value, a direction if it has that sign, a record or a streak if it is about one. A claim is unfounded
 * if its sentence does not stand in the article, or its value not in the sentence.
 */
import {
  compareFractions,
  divideHalfAway,
  type Fraction,
  fraction,
  multiplyFractions,
  parseDecimal,
  powerOfTen,
  toFraction,
} from "@tapefold/core";
import { assertionsOf, type Claim } from "../claims/claim.ts";
import type { StateView } from "../fields/state-view.ts";
import { listing } from "../reference/listing.ts";
import { articleText, plainText } from "./article-text.ts";
import {
  type Direction,
  isBlocked,
  type Mark,
  type MarkKind,
  marksOf,
  type SaidDate,
  wordNumber,
} from "./marks.ts";
import { type Said, saidBy } from "./said.ts";

/** The coverage of an article by claims. */
export interface ArticleCoverage {
  /** Number of marks that a claim accounts for. */
  readonly covered: number;
  readonly uncovered: readonly UncoveredMark[];
  /** Ids of claims whose sentence does not stand in the article, or whose value does not stand in the sentence. */
  readonly unfounded: readonly string[];
  /** Number of marks in quoted speech, and in sentences that a claim says prices can't settle. */
  readonly apart: number;
}

/** A mark that no claim accounts for. */
export interface UncoveredMark {
  readonly sentence: string;
  readonly text: string;
  readonly kind: MarkKind;
}

/** The coverage of an article, given as raw text, by claims about a state. */
export function coverageOf(raw: string, claims: readonly Claim[], view: StateView): ArticleCoverage {
  const article = articleText(raw);
  const names = namesOf(view);
  const spoken = claims.map((claim) => speak(claim, article.text));
  const isQuoted = (place: number): boolean =>
    article.quotations.some(([start, end]) => start <= place && place < end);
  const uncovered: UncoveredMark[] = [];
  let [covered, apart] = [0, 0];
  for (const sentence of article.sentences) {
    const marks = marksOf(sentence.text, names);
    for (const mark of marks) {
      const place = sentence.start + mark.at;
      const here = spoken.filter(({ spans }) => spans.some(([start, end]) => start <= place && place < end));
      const saidHere = here.flatMap(({ said }) => said);
      if (isQuoted(place)) apart += 1;
      else if (isCovered(mark, marks, sentence.text, saidHere)) covered += 1;
      else if (here.some(({ said }) => said.length === 0)) apart += 1;
      else uncovered.push({ sentence: sentence.text, text: mark.text, kind: mark.kind });
    }
  }
  const unfounded = spoken.filter((one) => !isFounded(one, names, view)).map(({ claim }) => claim.id);
  return { covered, uncovered, unfounded, apart };
}

/** A claim, and the places of its sentence in the article. */
interface Spoken {
  readonly claim: Claim;
  readonly sentence: string;
  readonly said: readonly Said[];
  readonly spans: readonly (readonly [start: number, end: number])[];
}

function speak(claim: Claim, text: string): Spoken {
  const sentence = plainText(claim.says);
  const spans: [number, number][] = [];
  for (let at = text.indexOf(sentence); at !== -1 && sentence !== ""; at = text.indexOf(sentence, at + 1))
    spans.push([at, at + sentence.length]);
  return { claim, sentence, said: assertionsOf(claim).map(saidBy), spans };
}

/** Names and sectors of the listed instruments, longest first. */
function namesOf(view: StateView): string[] {
  const names = view.listed.flatMap((id) => {
    const { name, sector } = view.read(listing, id).now;
    return [name, sector ?? ""];
  });
  const plain = [...new Set(names.map(plainText))].filter((name) => /\p{L}/u.test(name) && name.length > 1);
  return plain.sort((a, b) => b.length - a.length);
}

function isCovered(mark: Mark, marks: readonly Mark[], sentence: string, said: readonly Said[]): boolean {
  switch (mark.kind) {
    case "number":
      return said.some((one) => saysNumber(one, mark));
    case "date":
      return said.some(({ dates }) => dates.some((date) => fits(mark.date ?? {}, date)));
    case "record":
      return said.some(({ isRecord }) => isRecord);
    case "streak":
      return said.some(({ isStreak }) => isStreak);
    case "direction":
      return isBorneOut(mark, marks, sentence, said);
  }
}

/** True if claims agree with a direction: those of the number beside it if they have one, else any of the sentence. */
function isBorneOut(mark: Mark, marks: readonly Mark[], sentence: string, said: readonly Said[]): boolean {
  const number = numberBefore(mark, marks, sentence) ?? numberAfter(mark, marks);
  const counted = number === undefined ? [] : said.filter((one) => saysNumber(one, number));
  const signed = counted.filter(({ directions }) => directions.length > 0);
  return (signed.length > 0 ? signed : said).some(({ directions }) =>
    directions.includes(mark.direction as Direction),
  );
}

/** The number before a direction: of "four rose", of "two straight gains"; also "one" and "none", which are no marks. */
function numberBefore({ at }: Mark, marks: readonly Mark[], sentence: string): Mark | undefined {
  const [before = "", word = ""] = /(\S+) (?:(?:straight|consecutive) )?$/.exec(sentence.slice(0, at)) ?? [];
  const isWord = wordNumber(word) >= 0;
  if (isWord) return { kind: "number", text: word, at, number: String(wordNumber(word)) };
  const start = at - before.length;
  return marks.find((one) => one.kind === "number" && one.at === start + word.length - one.text.length);
}

/** The number after a direction, if no other direction comes between: "0.73" of "rose 0.73 percent". */
function numberAfter({ at }: Mark, marks: readonly Mark[]): Mark | undefined {
  const next = marks.find((one) => one.at > at && (one.kind === "number" || one.kind === "direction"));
  return next?.kind === "number" ? next : undefined;
}

function saysNumber({ numbers }: Said, mark: Mark): boolean {
  return numbers.some((value) => isSameNumber(value, mark));
}

/** True if the article's number, rounded to the claim's digits, is the claim's; a sign counts only if written. */
function isSameNumber(value: string, { number = "", unit = fraction(1n) }: Mark): boolean {
  const [claimed, printed] = [parseDecimal(value), parseDecimal(number.replace(/^\+/, ""))];
  if (claimed === undefined || printed === undefined) return false;
  const isSigned = /^[+-]/.test(number);
  const size = (units: bigint): bigint => (units < 0n && !isSigned ? -units : units);
  const exact = { numerator: size(printed.units), denominator: powerOfTen(printed.scale) };
  const counted = [exact, multiplyFractions(exact, unit)];
  return counted.some((one) => rounded(one, claimed.scale) === size(claimed.units));
}

function rounded({ numerator, denominator }: Fraction, scale: number): bigint {
  return divideHalfAway(numerator * powerOfTen(scale), denominator);
}

function fits({ year, month, day, time }: SaidDate, date: string): boolean {
  return (
    (year === undefined || date.startsWith(year)) &&
    (month === undefined || date.slice(5, 7) === month) &&
    (day === undefined || date.slice(8, 10) === day) &&
    (time === undefined || date.slice(11, 16) === time)
  );
}

/** Words that stand for a bound: `near` for 2 percent, `extend` for the second session at least. */
const THRESHOLDS: readonly (readonly [RegExp, string])[] = [
  [/\bstriking distance\b/i, "1"],
  [/\b(?:within reach|near|close to)\b/i, "2"],
  [/\b(?:extend|again)/i, "2"],
];

function isFounded(
  { claim, sentence, said, spans }: Spoken,
  names: readonly string[],
  view: StateView,
): boolean {
  if (spans.length === 0) return false;
  const marks = marksOf(sentence, names);
  const isNamed = claimedNames(claim, view).every((name) => !isBlocked(sentence, name));
  // Beside an exact value of a field, a bound of it stands for a word: "jumped" for more than 2 %.
  const pinned = new Set(
    said.flatMap(({ assertion: { field, relation } }) => (relation === "is" ? [field] : [])),
  );
  return (
    isNamed &&
    said.every(
      (one) =>
        (one.assertion.relation !== "is" && pinned.has(one.assertion.field)) || stands(one, sentence, marks),
    )
  );
}

function claimedNames(claim: Claim, view: StateView): string[] {
  return assertionsOf(claim).flatMap(({ field }) => {
    const ids = view.parse(field)?.instruments ?? [];
    return ids.map((id) => plainText(view.read(listing, id).now.name)).filter((name) => name !== "");
  });
}

/** Relations whose value stands in the sentence as a number; the other relations give bounds for its words. */
const LITERAL = new Set(["is", "about", "nearly", "more-than", "less-than", "at-most", "at-least"]);

function stands({ assertion, numbers, dates }: Said, sentence: string, marks: readonly Mark[]): boolean {
  const { relation, value } = assertion;
  if (!LITERAL.has(relation) || typeof value !== "string") return true;
  if (dates.includes(value))
    return marks.some(({ date, kind }) => kind === "date" && fits(date ?? {}, value));
  if (!numbers.includes(value)) return true;
  const isBound = compareFractions(toFraction(value), fraction(0n)) === 0 && relation !== "is";
  return (
    isBound ||
    marks.some((mark) => mark.kind === "number" && isSameNumber(value, mark)) ||
    THRESHOLDS.some(
      ([words, stood]) => stood === value && relation.startsWith("at-") && words.test(sentence),
    ) ||
    [...sentence.matchAll(/\p{L}+/gu)].some(([word]) => wordNumber(word) === Number(value))
  );
}
