/** The first pass over a file: counts, the span of time, every price for the scales, and the splits. */
import type { Instant } from "@tapefold/core";
import type { FileReading, OpenedFile } from "../read/opened-file.ts";
import type { PriceScales } from "./price-scales.ts";
import type { SplitBook } from "./split-book.ts";
import type { Taken } from "../read/reading.ts";

export interface Survey {
  readonly rows: number;
  readonly skipped: number;
  /** Rows that are earlier than a row before them. */
  readonly outOfOrder: number;
  /** True if there are prices within a session. */
  readonly hasTrades: boolean;
  /** Span of the rows taken; absent if there are none. */
  readonly from?: Instant;
  readonly to?: Instant;
}

export interface SurveyedFile {
  readonly file: OpenedFile;
  readonly survey: Survey;
}

interface SurveyContext {
  readonly scales: PriceScales;
  readonly splits: SplitBook;
  readonly timeOf: (reading: Taken) => Instant;
  /** Called for each row that is taken. */
  readonly onTaken: ((reading: Taken, at: Instant) => void) | undefined;
}

export async function surveyFile(
  { batches, read }: FileReading,
  { scales, splits, timeOf, onTaken }: SurveyContext,
): Promise<Survey> {
  let [rows, skipped, outOfOrder] = [0, 0, 0];
  let [from, to] = [Infinity, -Infinity];
  let number = 0;
  let hasTrades = false;
  for await (const batch of batches) {
    rows += batch.length;
    for (const row of batch) {
      const reading = read(row);
      if (reading.kind === "skipped") skipped += 1;
      if ("split" in reading && reading.split !== undefined) splits.see(reading.split);
      if (reading.kind === "skipped" || reading.kind === "refused") continue;
      if (reading.kind === "trade" || reading.kind === "close") hasTrades = true;
      const at = timeOf(reading);
      const sequence = sequenceOf(reading);
      if (at < to || (at === to && sequence < number)) outOfOrder += 1;
      else {
        to = at;
        number = sequence;
      }
      if (at < from) from = at;
      seePrices(reading, scales);
      onTaken?.(reading, at);
    }
  }
  const counts = { rows, skipped, outOfOrder, hasTrades };
  return from === Infinity ? counts : { ...counts, from, to };
}

/** The number that orders rows of one instant. */
export function sequenceOf(reading: Taken): number {
  return reading.kind === "trade" ? (reading.sequence ?? 0) : 0;
}

function seePrices(reading: Taken, scales: PriceScales): void {
  if (reading.kind === "notice" || reading.kind === "statement") return;
  if (reading.kind === "close") scales.see(reading.instrument, reading.price);
  else if (reading.kind === "trade")
    for (const price of reading.prices) scales.see(reading.instrument, price);
  else {
    const { instrument, open, high, low, close, base } = reading;
    scales.see(instrument, close);
    if (open !== undefined) scales.see(instrument, open);
    if (high !== undefined) scales.see(instrument, high);
    if (low !== undefined) scales.see(instrument, low);
    if (base !== undefined) scales.see(instrument, base);
  }
}
