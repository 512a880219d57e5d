/**
 * Makes one tape of files people already have. Two passes: the first surveys what is there (instruments,
 * digits, spans of time), the second reads again, puts rows in order, merges the files and lays them into
 * sessions. Memory depends on the number of instruments and open files, never on their size.
 */
import { isInstrumentId, MarketError } from "@tapefold/core";
import { findCalendar } from "../calendar/calendar-file.ts";
import { mustBeKnownMarket } from "../calendar/known-market.ts";
import type { ImportOptions } from "./import-options.ts";
import { seeFactors } from "./lay/factor-splits.ts";
import { Newcomers } from "./lay/newcomers.ts";
import { rowSessions, timeOf } from "./lay/session-hours.ts";
import { mustAgree } from "./lay/listings.ts";
import { TapeSoFar } from "./lay/tape-so-far.ts";
import { PriceScales } from "./order/price-scales.ts";
import { SplitBook } from "./order/split-book.ts";
import { type SurveyedFile, surveyFile } from "./order/survey.ts";
import { openFiles } from "./read/open-files.ts";
import { faultOf } from "./read/source-file.ts";
import type { Taken } from "./read/reading.ts";
import { progressOf } from "./report/read-progress.ts";
import { fileError } from "./import-errors.ts";
import { FileImport, type Import } from "./file-import.ts";

/**
 * Reads the files through once and gives the import that makes their tape.
 *
 * @throws MarketError `IMPORT_HEADER`, `IMPORT_FILE`, `IMPORT_ZONE`, `IMPORT_DATES`, `IMPORT_SERIES`, `IMPORT_EMPTY`,
 * `IMPORT_PAST`, `USAGE`.
 */
export async function importFiles(options: ImportOptions): Promise<Import> {
  mustBeUsable(options);
  const calendar = await findCalendar(options.mic, options.calendar);
  const tape = options.into === undefined ? undefined : await TapeSoFar.read(options.into, options.mic);
  if (options.mustKnowMarket === true && calendar === undefined && tape?.isMarketListed !== true)
    mustBeKnownMarket(options.mic);
  const scales = new PriceScales(options.scale, (instrument) => tape?.listing(instrument)?.scale);
  const splits = new SplitBook();
  const sessionOf = rowSessions(calendar);
  const newcomers = tape === undefined ? undefined : new Newcomers(tape);
  const survey = {
    scales,
    splits,
    timeOf: (reading: Taken) => timeOf(reading, sessionOf),
    onTaken: newcomers?.see,
  };
  const opened = await openFiles(options, calendar);
  const total = 2 * opened.reduce((sum, { source }) => sum + source.size, 0);
  const progress = progressOf(total, options.onProgress);
  const files: SurveyedFile[] = [];
  for (const file of opened) {
    const rows = file.begin(progress.begin());
    const surveyed = await surveyFile(rows, survey).catch(async (fault: unknown) => {
      throw await faultOf(file.source, fault);
    });
    files.push({ file, survey: surveyed });
  }
  mustBeOneKind(files);
  if (options.name !== undefined && scales.instruments.length > 1)
    throw unusable(
      "--name",
      `is the name of one instrument, and there are ${scales.instruments.length}; leave it out`,
    );
  for (const instrument of scales.instruments) {
    const listed = tape?.listing(instrument);
    if (listed !== undefined) mustAgree(options, listed);
  }
  newcomers?.mustBeNew(calendar);
  seeFactors(options, splits, scales.instruments);
  return new FileImport(options, { calendar, sessionOf, scales, splits, files, progress, tape });
}

/** Checks the options that are written into lines unescaped. Throws `USAGE`. */
function mustBeUsable({ mic, currency, profileOptions }: ImportOptions): void {
  const { instrument } = profileOptions;
  if (!/^[A-Za-z0-9^][A-Za-z0-9._:^-]{0,63}$/.test(mic))
    throw unusable("--mic", `${mic} is no id; give letters, digits, . _ : ^ - (at most 64)`);
  if (instrument !== undefined && !isInstrumentId(instrument))
    throw unusable(
      "--instrument",
      `${instrument} is no id; give at most 64 printable characters but space " ' < > \\ [ ] { } and comma, not beginning with _ . - + = @`,
    );
  if (currency !== undefined && !/^[A-Z]{3}$/.test(currency))
    throw unusable("--currency", `${currency} is no currency; give three capital letters, such as GBP`);
}

/** Days and prices within them are sessions of two kinds, of which a tape takes one. */
function mustBeOneKind(files: readonly SurveyedFile[]): void {
  const days = files.find(({ file, survey }) => file.shape.rows === "sessions" && survey.from !== undefined);
  const times = files.find(({ survey }) => survey.hasTrades);
  if (days === undefined || times === undefined) return;
  const remedy =
    "import each into a tape of its own, or give --bar-length if these are bars of a share that hardly trades";
  const problem = `has bars of whole days, and ${times.file.source.name} prices within days; ${remedy}`;
  throw fileError("IMPORT_HEADER", problem, days.file.source.name);
}

function unusable(argument: string, problem: string): MarketError {
  return new MarketError("USAGE", problem, { argument });
}
