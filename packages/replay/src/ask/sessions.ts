/** The closed sessions of an instrument as rows of text: what `sessions` prints. */
import {
  divideHalfAway,
  divideHalfEven,
  formatUnits,
  type Fraction,
  MarketError,
  type ReadableLog,
  type State,
} from "@tapefold/core";
import { listing, marketRules, type SessionRow, sessionRows, streakMarks } from "@tapefold/projections";
import { foldTape } from "../fold/fold-tape.ts";

/** One closed session: prices at the instrument's scale, percentages with 8 decimals. */
export interface SessionText {
  readonly date: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  /** Null in a first session without a known previous close. */
  readonly change: string | null;
  readonly changePct: string | null;
  /** Null if unknown. */
  readonly streak: number | null;
  readonly recordClose: 0 | 1;
  readonly recordHigh: 0 | 1;
  readonly toRecordPct: string;
}

/** The columns of the table, in order. */
export const SESSION_COLUMNS: readonly (keyof SessionText)[] = [
  "date",
  "open",
  "high",
  "low",
  "close",
  "change",
  "changePct",
  "streak",
  "recordClose",
  "recordHigh",
  "toRecordPct",
];

/** The state from which the session rows of any instrument are read. */
export async function sessionState(log: ReadableLog): Promise<State> {
  return (await foldTape(log, { projections: [...marketRules, streakMarks] })).state;
}

/** The rows of one instrument. */
export function sessionTexts(state: State, instrument: string): SessionText[] {
  const { scale } = state.read(listing, instrument);
  return sessionRows(state, instrument).map((row) => textOf(row, scale));
}

/** @throws MarketError `USAGE` for an instrument that the tape doesn't list. */
export function mustBeListed(state: State, instrument: string, tape: string): void {
  if (state.read(listing, instrument).mic !== "") return;
  const message = `the tape lists no instrument ${JSON.stringify(instrument)}; replay --json names those it does (${tape})`;
  throw new MarketError("USAGE", message, { argument: instrument });
}

function textOf(row: SessionRow, scale: number): SessionText {
  const { change, changeRatio } = row;
  return {
    date: row.date,
    open: formatUnits(row.open, scale),
    high: formatUnits(row.high, scale),
    low: formatUnits(row.low, scale),
    close: formatUnits(row.close, scale),
    change: change === null ? null : formatUnits(divideHalfAway(change.numerator, change.denominator), scale),
    changePct: changeRatio === null ? null : percent8(changeRatio),
    streak: row.streak,
    recordClose: row.isRecordClose ? 1 : 0,
    recordHigh: row.isRecordHigh ? 1 : 0,
    toRecordPct: percent8(row.toRecord),
  };
}

/** Eight decimals of a percentage, ties to even. */
function percent8({ numerator, denominator }: Fraction): string {
  return formatUnits(divideHalfEven(numerator * 10n ** 10n, denominator), 8);
}
