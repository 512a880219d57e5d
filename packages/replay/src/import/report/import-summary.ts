/** The summary of an import: the counts of all its parts, once it has been read to its end. */
import type { TradingDate } from "@tapefold/core";
import type { ImportOptions } from "../import-options.ts";
import type { BarChanges } from "../lay/bar-changes.ts";
import type { QuirkCounts, Quirks } from "../lay/quirks.ts";
import type { SplitEvents } from "../lay/split-events.ts";
import type { TapeLines } from "../lay/tape-lines.ts";
import type { TapeSoFar } from "../lay/tape-so-far.ts";
import type { PriceScales } from "../order/price-scales.ts";
import type { RefusedRows } from "../order/refused-rows.ts";
import type { StandingForecasts } from "../order/standing-forecasts.ts";
import type { Survey, SurveyedFile } from "../order/survey.ts";
import type { RejectCode } from "../read/reading.ts";
import { notesOf } from "./notes.ts";

/** The summary of an import, as `import --json` prints it. */
export interface ImportSummary {
  readonly profile: string;
  readonly files: number;
  readonly rows: number;
  readonly taken: number;
  /** Rows that the tape imported into already has, changed ones too. */
  readonly known: number;
  /** Rows that say nothing a tape holds, such as orders. */
  readonly skipped: number;
  readonly events: number;
  /** Events that amend something on the tape. */
  readonly corrected: number;
  /** Ids used again on the tape that is gone on with; an import's own ids, made of instants, never are. */
  readonly reusedIds: number;
  readonly instruments: readonly { readonly instrument: string; readonly scale: number }[];
  readonly rejected: Readonly<Partial<Record<RejectCode, number>>>;
  readonly quirks: QuirkCounts;
  /** Notes on the files as a whole. */
  readonly notes: readonly string[];
  /** First and last session; null if there is none. */
  readonly from: TradingDate | null;
  readonly to: TradingDate | null;
}

/** The parts of an import that count. */
interface Counted {
  readonly files: readonly SurveyedFile[];
  readonly scales: PriceScales;
  readonly refused: RefusedRows;
  /** Rows that the tape already has. */
  readonly known: number;
  readonly forecasts: StandingForecasts;
  readonly splits: SplitEvents;
  readonly quirks: Quirks;
  readonly lines: TapeLines;
  /** The tape that is imported into, and the changes against it. */
  readonly into: { readonly tape: TapeSoFar; readonly changes: BarChanges } | undefined;
}

export function summaryOf({ profile, style }: ImportOptions, counted: Counted): ImportSummary {
  const { files, scales, refused, known, forecasts, splits, quirks, lines, into } = counted;
  const sum = (count: (survey: Survey) => number): number =>
    files.reduce((total, { survey }) => total + count(survey), 0);
  const rejected = [...refused.counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const rows = sum((survey) => survey.rows);
  const skipped = sum((survey) => survey.skipped) + forecasts.repeated;
  const instruments = scales.instruments.toSorted();
  return {
    profile: profile.name,
    files: files.length,
    rows,
    taken: rows - skipped - rejected.reduce((total, [, count]) => total + count, 0) - known,
    known,
    skipped,
    events: lines.events,
    corrected: into?.changes.corrected ?? 0,
    reusedIds: into?.tape.reusedIds ?? 0,
    instruments: instruments.map((instrument) => ({ instrument, scale: scales.scaleOf(instrument) })),
    rejected: Object.fromEntries(rejected),
    quirks: quirks.counts({
      outOfOrder: sum((survey) => survey.outOfOrder),
      rounded: scales.rounded,
      latePrices: into?.changes.latePrices ?? 0,
      earlySplits: splits.early,
      unfoundedForecasts: forecasts.unfounded,
    }),
    notes: notesOf(
      files.map(({ file }) => file),
      style,
      instruments,
    ),
    from: quirks.from,
    to: quirks.to,
  };
}
