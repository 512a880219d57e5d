/** Prose: values in the English words of a market wrap, the same in every locale. */
import {
  compareFractions,
  divideHalfAway,
  formatUnits,
  type Fraction,
  toFraction,
  type TradingDate,
} from "@tapefold/core";
import { absolute } from "../price/move.ts";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
const ORDINALS = [
  "",
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
];
const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** A decimal with commas between thousands: "57885.77" gives "57,885.77". */
export function grouped(decimal: string): string {
  const [whole = "", fraction] = decimal.split(".");
  const text = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? text : `${text}.${fraction}`;
}

/** A round number, without the decimals it is printed with. */
export function roundNumber(decimal: string): string {
  return grouped(decimal.replace(/\.0+$/, ""));
}

/** "+374.63", "−8.50". */
export function signed(decimal: string): string {
  return decimal.startsWith("-") ? `−${grouped(decimal.slice(1))}` : `+${grouped(decimal)}`;
}

/** "9 February 2026"; without the year if that is the `present` one. */
export function dateWords(date: TradingDate, present = ""): string {
  const [year = "", month = "", day = ""] = date.split("-");
  const words = `${Number(day)} ${MONTHS[Number(month) - 1] ?? ""}`;
  return year === present ? words : `${words} ${year}`;
}

/** "February" of a date. */
export function monthName(date: TradingDate): string {
  return MONTHS[Number(date.slice(5, 7)) - 1] ?? "";
}

/** "04:30 UTC on 10 February 2026" of an instant's text. */
export function instantWords(at: string, present = ""): string {
  return `${at.slice(11, 16)} UTC on ${dateWords(at.slice(0, 10), present)}`;
}

export function ordinal(count: number): string {
  return ORDINALS[count] ?? `${count}${SUFFIXES[suffixOf(count)] ?? "th"}`;
}

export function numberWords(count: number): string {
  return NUMBERS[count] ?? String(count);
}

/** The texts as a list: "a", "a and b", "a, b and c". */
export function list(texts: readonly string[]): string {
  if (texts.length < 2) return texts.join("");
  return `${texts.slice(0, -1).join(", ")} and ${texts.at(-1)}`;
}

/** A name with an article, unless it is a single word: "the New York Stock Exchange", "Nasdaq". */
export function theName(name: string): string {
  return /^\S+$/.test(name) ? name : `the ${name}`;
}

/** "+2.70 %" of "2.70". */
export function percentWords(value: string): string {
  return `${value.startsWith("-") ? "−" : "+"}${unsigned(value)} %`;
}

/** A decimal without its sign. */
export function unsigned(decimal: string): string {
  return decimal.replace("-", "");
}

export function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

/** A percentage at two decimals, half away from zero, as a claim takes it. */
export function percentValue({ numerator, denominator }: Fraction): string {
  return formatUnits(divideHalfAway(numerator * 100n, denominator), 2);
}

/** Size of a move, which chooses its verb; the bounds are a convention of market desks. */
export type Size = "little" | "edged" | "plain" | "sharp";

/** Bounds of the sizes, in percent: up to `little`, below `edged`, above `sharp`. */
export const SIZES = { little: "0.1", edged: "0.5", sharp: "2" } as const;

export function sizeOf(percent: Fraction): Size {
  const compared = (bound: string): number => compareFractions(absolute(percent), toFraction(bound));
  if (compared(SIZES.little) <= 0) return "little";
  if (compared(SIZES.edged) < 0) return "edged";
  return compared(SIZES.sharp) <= 0 ? "plain" : "sharp";
}

const SUFFIXES: Readonly<Record<number, string>> = { 1: "st", 2: "nd", 3: "rd" };

function suffixOf(count: number): number {
  return Math.floor((count % 100) / 10) === 1 ? 0 : count % 10;
}
