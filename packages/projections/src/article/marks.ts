/** Marks: statements in a sentence that prices can settle. Names are skipped, so that no number is read out of one. */
import { type Fraction, fraction } from "@tapefold/core";

/** Kind of mark. */
export type MarkKind = "number" | "date" | "record" | "streak" | "direction";

export interface Mark {
  readonly kind: MarkKind;
  /** Text of the mark, as it stands in the sentence. */
  readonly text: string;
  /** Place in the sentence. */
  readonly at: number;
  /** Digits of a number without separators, with its sign if written; absent for other kinds. */
  readonly number?: string;
  /** Unit that a number is counted in; 1 if the sentence gives none. */
  readonly unit?: Fraction;
  readonly date?: SaidDate;
  readonly direction?: Direction;
}

/** The parts of a date in a sentence; undefined if left out. */
export interface SaidDate {
  readonly year?: string;
  readonly month?: string;
  readonly day?: string;
  /** Hours and minutes, as `09:30`. */
  readonly time?: string;
}

export type Direction = "up" | "down" | "flat";

/** The marks of a sentence, in order; `names` are those of the tape, longest first. */
export function marksOf(sentence: string, names: readonly string[]): readonly Mark[] {
  const reader = new Reader(withoutNames(sentence, names));
  reader.take("date", DATES, dateOf);
  reader.take("date", /(?<![\d:.,])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])/g, ([, hours = "", minutes = ""]) => ({
    date: { time: `${hours.padStart(2, "0")}:${minutes}` },
  }));
  reader.take("number", NUMBERS, numberOf);
  reader.take("number", NUMBER_WORDS, ([word = ""]) => ({ number: String(wordNumber(word)), unit: ONE }));
  reader.take("record", RECORDS, () => ({}));
  reader.take("streak", STREAKS, () => ({}));
  for (const [direction, words] of DIRECTIONS) reader.take("direction", words, () => ({ direction }));
  return reader.marks.sort((a, b) => a.at - b.at);
}

/** True if a name of the tape stands only within longer names: "Hang Seng" in "Hang Seng Tech". */
export function isBlocked(sentence: string, name: string): boolean {
  const places = placesOf(sentence, name);
  return (
    places.length > 0 &&
    places.every(({ 0: found, index }) => LONGER.test(sentence.slice(index + found.length)))
  );
}

/** A following word that makes a longer name: capitalised but no day, month or sort of index, or a sort of contract. */
const LONGER =
  /^(?: (?!(?:Index|Average|Composite|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:\p{L}*))\p{Lu}\p{L}+| futures?\b| options?\b| volatility\b| etfs?\b)/u;

class Reader {
  readonly marks: Mark[] = [];
  #rest: string;

  constructor(sentence: string) {
    this.#rest = sentence;
  }

  /** Adds each match as a mark and takes it out of the sentence, so that it is not read twice. */
  take(kind: MarkKind, pattern: RegExp, read: (match: RegExpMatchArray) => Partial<Mark>): void {
    for (const match of this.#rest.matchAll(pattern)) {
      const [text] = match;
      const { index } = match;
      this.marks.push({ kind, text, at: index, ...read(match) });
      this.#rest = blanked(this.#rest, index, text.length);
    }
  }
}

function withoutNames(sentence: string, names: readonly string[]): string {
  let rest = sentence;
  for (const name of names) {
    if (name === "") continue;
    for (const { 0: found, index } of placesOf(rest, name)) rest = blanked(rest, index, found.length);
  }
  return rest;
}

/** The places where a name stands as whole words; "ISE" does not stand in "rise". */
function placesOf(sentence: string, name: string): RegExpExecArray[] {
  const letter = "[\\p{Script=Latin}\\d]";
  const words = new RegExp(`(?<!${letter})${escaped(name)}(?!${letter})`, "giu");
  return [...sentence.matchAll(words)];
}

/** The text with a stretch as underscores, which read as a word, as a name does. */
function blanked(text: string, start: number, length: number): string {
  return `${text.slice(0, start)}${"_".repeat(length)}${text.slice(start + length)}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH =
  "(?:Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?\\.?|July?\\.?|Aug(?:ust|\\.)?|Sep(?:tember|t?\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?)";
const DAY = "(?:[12]\\d|3[01]|0?[1-9])";
const DATES = new RegExp(
  [
    "\\b(?<isoYear>\\d{4})-(?<isoMonth>\\d{2})-(?<isoDay>\\d{2})\\b",
    `\\b(?<dayFirst>${DAY})(?:st|nd|rd|th)? (?<monthAfter>${MONTH})(?!\\p{L})(?:,? (?<yearA>(?:19|20)\\d{2})\\b)?`,
    `\\b(?<monthFirst>${MONTH}) (?<dayAfter>${DAY})(?:st|nd|rd|th)?\\b(?![\\d,]*\\d)(?:,? (?<yearB>(?:19|20)\\d{2})\\b)?`,
    `\\b(?<monthAlone>${MONTH}) (?<yearC>(?:19|20)\\d{2})\\b`,
    `(?<=\\b(?:since|in|early|late|mid|last|until|of)[ -])(?<monthOnly>${MONTH})(?!\\p{L})`,
    "(?<=\\b(?:since|in|of|year) )(?<yearOnly>(?:19|20)\\d{2})(?![\\d,.]*\\d)",
  ].join("|"),
  "gu",
);

function dateOf({ groups = {} }: RegExpMatchArray): Partial<Mark> {
  const { isoYear, isoMonth, isoDay, dayFirst, monthAfter, yearA, monthFirst, dayAfter, yearB } = groups;
  const name = monthAfter ?? monthFirst ?? groups["monthAlone"] ?? groups["monthOnly"];
  const named = name === undefined ? undefined : MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  const month = isoMonth ?? (named === undefined ? undefined : String(named).padStart(2, "0"));
  const day = isoDay ?? dayFirst ?? dayAfter;
  const year = isoYear ?? yearA ?? yearB ?? groups["yearC"] ?? groups["yearOnly"];
  return {
    date: {
      ...(year === undefined ? {} : { year }),
      ...(month === undefined ? {} : { month }),
      ...(day === undefined ? {} : { day: day.padStart(2, "0") }),
    },
  };
}

const ONE = fraction(1n);
const UNITS: Readonly<Record<string, Fraction>> = {
  thousand: fraction(1_000n),
  million: fraction(1_000_000n),
  billion: fraction(1_000_000_000n),
  trillion: fraction(1_000_000_000_000n),
};
/** A basis point in percent: 0.01. */
const BASIS_POINT = fraction(1n, 100n);

const NUMBERS =
  /(?<![\p{L}\d_.,])(?:(?<=^|[\s("“])[+-])?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d_]|,\d|\.\d|\p{Lu})(?:st|nd|rd|th)?(?: (thousand|million|billion|trillion|basis points?|bps?)\b)?/gu;

function numberOf([text, unit]: RegExpMatchArray): Partial<Mark> {
  const [number = ""] = /^[+-]?[\d,]+(?:\.\d+)?/.exec(text) ?? [];
  return {
    number: number.replaceAll(",", ""),
    unit: unit === undefined ? ONE : (UNITS[unit] ?? BASIS_POINT),
  };
}

const CARDINALS =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(
    " ",
  );
const ORDINALS =
  "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(
    " ",
  );
const NONE = ["none", "no", "neither"];

/** Number words without "one", "first", "none" and "no", which mostly mean something else. */
const NUMBER_WORDS = new RegExp(`\\b(?:${[...CARDINALS.slice(2), ...ORDINALS.slice(2)].join("|")})\\b`, "gi");

/** The number of a cardinal or ordinal word, up to twenty. */
export function wordNumber(word: string): number {
  const lower = word.toLowerCase();
  if (NONE.includes(lower)) return 0;
  return Math.max(CARDINALS.indexOf(lower), ORDINALS.indexOf(lower));
}

const RECORDS =
  /\b(?:records?|all-time|(?:fresh|new) (?:highs?|lows?|peaks?)|highest|lowest|never (?:seen|stood)|not seen before|best|worst|(?:months?|weeks?|years?)-(?:high|low))\b/gi;
const STREAKS =
  /\b(?:straight|consecutive|in a row|running|streaks?|on end|(?:winning|losing) (?:runs?|streaks?))\b/gi;

const DIRECTIONS: readonly (readonly [Direction, RegExp])[] = [
  ["flat", /\b(?:little[ -]changed|unchanged|flat|stood still)\b/gi],
  [
    "up",
    /\b(?:rises?|rose|risen|rising|gain(?:s|ed|ing)?|gainers|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?|surg(?:e|es|ed|ing)|advanc(?:e|es|ed|ing)|advancers|add(?:s|ed|ing)|up|higher|rall(?:y|ies|ied|ying)|rebound(?:s|ed|ing)?|soar(?:s|ed|ing)?|upgraded|raised)\b/gi,
  ],
  [
    "down",
    /\b(?:falls?|fell|fallen|falling|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|decliners|los(?:e|es|t|ing|s|ses|ers)|slip(?:s|ped|ping)?|slid(?:e|es|ing)?|tumbl(?:e|es|ed|ing)|down|lower|shed(?:s|ding)?|s[ai]nk(?:s|ing)?|plung(?:e|es|ed|ing)|retreat(?:s|ed|ing)?|eas(?:es|ed)|dip(?:s|ped)?|downgraded|lowered)\b/gi,
  ],
];
