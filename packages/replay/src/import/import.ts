/**
 * Makes one tape of files people already have. Two passes: the first surveys what is there (instruments,
 * digits, spans of time), the second reads again, puts rows in order, merges the files and lays them into
 * sessions. Memory depends on the number of instruments and open files, never on their size.
 */
import { type Instant, isInstrumentId, MarketError, type MarketEvent, parseEvent } from "@tapefold/core";
import { findCalendar } from "../calendar/calendar-file.ts";
import type { Calendar } from "../calendar/calendar.ts";
import { mustBeKnownMarket } from "../calendar/known-market.ts";
import type { ImportOptions } from "./import-options.ts";
import { BarChanges } from "./lay/bar-changes.ts";
import { dailySessions } from "./lay/daily-sessions.ts";
import { entryId } from "./lay/event-ids.ts";
import { seeFactors } from "./lay/factor-splits.ts";
import { Newcomers } from "./lay/newcomers.ts";
import { calendarFinder, dayFinder, rowSessions, type RowSessions } from "./lay/session-hours.ts";
import { SplitEvents } from "./lay/split-events.ts";
import { TapeLines } from "./lay/tape-lines.ts";
import { listings, mustAgree } from "./lay/tape-opening.ts";
import { TapeSoFar } from "./lay/tape-so-far.ts";
import { timedSessions } from "./lay/timed-sessions.ts";
import { sortOnDisk } from "./order/disk-sort.ts";
import type { Entry, Reject } from "./order/entry.ts";
import { merge } from "./order/merge.ts";
import { inOrder, WINDOW_ROWS } from "./order/order-window.ts";
import { PriceScales } from "./order/price-scales.ts";
import { withoutRepeats } from "./order/repeats.ts";
import { SplitBook } from "./order/split-book.ts";
import { StandingForecasts } from "./order/standing-forecasts.ts";
import { sequenceOf, type Survey, surveyFile } from "./order/survey.ts";
import type { OpenedFile } from "./read/file-reader.ts";
import { openFiles } from "./read/open-files.ts";
import type { RejectCode, Taken } from "./read/reading.ts";
import type { Row } from "./read/row.ts";
import { mustBeOneSeries } from "./read/several-series.ts";
import { type Progress, progressOf } from "./report/read-progress.ts";
import { type ImportSummary, Quirks } from "./report/summary.ts";

/** An import that has been surveyed and can be read, once. */
export interface Import {
  /** The tape's lines as bytes, about a hundred at a time; read either these or `events`, once. */
  readonly lines: AsyncIterable<Uint8Array>;
  /** The tape's events in batches; slower than the lines, from which they are parsed. */
  readonly events: AsyncIterable<MarketEvent[]>;
  /** Head of the tape that is extended; 0 for a new one. */
  readonly head: number;
  /** Complete once the events have been read to their end. */
  summary(): ImportSummary;
}

interface SurveyedFile {
  readonly file: OpenedFile;
  readonly survey: Survey;
}

/** Surveys the files. Throws `IMPORT_HEADER`, `IMPORT_FILE`, `IMPORT_ZONE`, `IMPORT_EMPTY`, `IMPORT_PAST`, `USAGE`. */
export async function importFiles(options: ImportOptions): Promise<Import> {
  // Both are written into lines unescaped from here on.
  const { instrument } = options.profileOptions;
  if (!/^[A-Za-z0-9^][A-Za-z0-9._:^-]{0,63}$/.test(options.mic))
    throw unusable("--mic", `${options.mic} is no id; give letters, digits, . _ : ^ - (at most 64)`);
  if (instrument !== undefined && !isInstrumentId(instrument))
    throw unusable(
      "--instrument",
      `${instrument} is no id; give at most 64 printable characters but space " ' < > \\ [ ] { } and comma, not beginning with _ . - + = @`,
    );
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
    files.push({ file, survey: await surveyFile(rows, survey) });
  }
  for (const instrument of scales.instruments) {
    const listed = tape?.listing(instrument);
    if (listed !== undefined) mustAgree(options, listed);
  }
  newcomers?.mustBeNew(calendar);
  seeFactors(options, splits, scales.instruments);
  return new FileImport(options, { calendar, scales, splits, files, progress, tape });
}

interface Surveyed {
  readonly calendar: Calendar | undefined;
  readonly scales: PriceScales;
  readonly splits: SplitBook;
  readonly files: readonly SurveyedFile[];
  readonly progress: Progress;
  readonly tape: TapeSoFar | undefined;
}

function unusable(argument: string, problem: string): MarketError {
  return new MarketError("USAGE", problem, { argument });
}

class FileImport implements Import {
  readonly lines: AsyncIterable<Uint8Array>;
  readonly head: number;
  readonly #tape = new TapeLines();
  readonly #options: ImportOptions;
  readonly #surveyed: Surveyed;
  readonly #sessionOf: RowSessions;
  readonly #quirks: Quirks;
  readonly #splits: SplitEvents;
  readonly #forecasts = new StandingForecasts();
  readonly #changes: BarChanges | undefined;
  readonly #rejected = new Map<RejectCode, number>();
  /** Rows that the tape already has. */
  #known = 0;

  constructor(options: ImportOptions, surveyed: Surveyed) {
    const { calendar, splits, scales, tape } = surveyed;
    this.head = tape?.head ?? 0;
    this.#options = options;
    this.#surveyed = surveyed;
    this.#sessionOf = rowSessions(calendar);
    this.#quirks = new Quirks(calendar, splits, tape?.lastDate);
    this.#splits = new SplitEvents(options.profile.name, calendar, splits, scales.instruments, tape);
    if (tape !== undefined)
      this.#changes = new BarChanges(tape, { mic: options.mic, scales, lines: this.#tape });
    for (const guidance of tape?.guidance ?? []) this.#forecasts.know(guidance);
    this.lines = this.#read();
  }

  get events(): AsyncIterable<MarketEvent[]> {
    return eventsOf(this.lines);
  }

  summary(): ImportSummary {
    const { files, scales } = this.#surveyed;
    const sum = (count: (survey: Survey) => number): number =>
      files.reduce((total, { survey }) => total + count(survey), 0);
    const rejected = [...this.#rejected].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const rows = sum((survey) => survey.rows);
    const skipped = sum((survey) => survey.skipped) + this.#forecasts.repeated;
    const refused = rejected.reduce((total, [, count]) => total + count, 0);
    return {
      profile: this.#options.profile.name,
      files: files.length,
      rows,
      taken: rows - skipped - refused - this.#known,
      known: this.#known,
      skipped,
      events: this.#tape.events,
      corrected: this.#changes?.corrected ?? 0,
      instruments: scales.instruments
        .toSorted()
        .map((instrument) => ({ instrument, scale: scales.scaleOf(instrument) })),
      rejected: Object.fromEntries(rejected),
      quirks: this.#quirks.counts({
        outOfOrder: sum((survey) => survey.outOfOrder),
        rounded: scales.rounded,
        latePrices: this.#changes?.latePrices ?? 0,
        earlySplits: this.#splits.early,
      }),
      notes: [...new Set(files.flatMap(({ file }) => file.shape.note?.(file.columns) ?? []))],
      from: this.#quirks.from,
      to: this.#quirks.to,
    };
  }

  async *#read(): AsyncGenerator<Uint8Array> {
    const { files } = this.#surveyed;
    const known = files.filter(({ survey }) => survey.from !== undefined);
    const opening = known.length === 0 ? [] : this.#listings();
    for (const event of opening) this.#tape.event(event);
    for await (const lines of this.#sessions(known)) if (lines.length > 0) yield lines;
    for (const split of this.#splits.rest()) this.#tape.event(split);
    const rest = this.#tape.take();
    if (rest.length > 0) yield rest;
    await this.#refuseRest(known);
    if (this.#tape.events === opening.length && this.#known === 0) throw this.#empty();
  }

  /** The lines made from the files, in order of time. */
  #sessions(known: readonly SurveyedFile[]): AsyncGenerator<Uint8Array> {
    const { profile, mic } = this.#options;
    const { calendar, scales, tape } = this.#surveyed;
    const merged = merge(
      known.map(({ file, survey }) => ({ from: survey.from!, begin: () => this.#entries(file, survey) })),
    );
    const told = this.#forecasts.settle(withoutRepeats(merged, this.#reject));
    const context = {
      profile: profile.name,
      mic,
      scales,
      splits: this.#splits,
      quirks: this.#quirks,
      lines: this.#tape,
      reject: this.#reject,
      into: tape === undefined ? undefined : { tape, changes: this.#changes! },
      known: () => void (this.#known += 1),
    };
    const isDaily = known.some(({ file }) => file.shape.rows === "sessions");
    if (isDaily) {
      const sameSeries = (before: Entry, entry: Entry, subject: string): void => {
        const file = known.find(({ file: { source } }) => source.name === entry.file)?.file;
        if (file !== undefined && before.file === entry.file)
          mustBeOneSeries(file, before.row, entry.row, subject);
      };
      return dailySessions(told, {
        ...context,
        sessionOf: this.#sessionOf,
        mustBeOneSeries: sameSeries,
      });
    }
    const sessionAt = calendar === undefined ? dayFinder(this.#zone()) : calendarFinder(calendar);
    return timedSessions(told, {
      ...context,
      calendar,
      sessionAt,
      takesStraddling: this.#options.takesStraddling === true,
      marksClosing: known.some(({ file }) => file.shape.marksClosing === true),
    });
  }

  #listings(): MarketEvent[] {
    const { calendar, scales, tape } = this.#surveyed;
    const zone = calendar?.clock.zone ?? this.#zone();
    return listings(this.#options.profile.name, this.#options, zone, scales, tape);
  }

  #zone(): string {
    const { zone } = this.#options;
    return zone === undefined || zone === "local" ? "UTC" : zone;
  }

  /** A file's taken rows in order of time. */
  #entries(file: OpenedFile, survey: Survey): AsyncIterable<readonly Entry[]> {
    const entries = this.#unordered(file);
    const { window = WINDOW_ROWS } = this.#options;
    if (survey.outOfOrder === 0) return entries;
    // Rows grouped by instrument or newest first fit no window.
    const isElsewise = file.shape.isGrouped === true || survey.outOfOrder > survey.rows / 2;
    if (isElsewise && survey.rows > window) return sortOnDisk(entries, window);
    return inOrder(entries, ({ row }) => this.#reject(file.source.name, row, "out-of-order"), window);
  }

  async *#unordered(file: OpenedFile): AsyncGenerator<readonly Entry[]> {
    const name = file.source.name;
    const { batches, read } = file.begin(this.#surveyed.progress.begin());
    for await (const batch of batches) {
      const entries: Entry[] = [];
      for (const row of batch) {
        const reading = read(row);
        if (reading.kind === "refused") this.#reject(name, row, reading.code);
        else if (reading.kind !== "skipped") entries.push(this.#entry(name, row, reading));
      }
      yield entries;
    }
  }

  #entry(file: string, row: Row, reading: Taken): Entry {
    const at = timeOf(reading, this.#sessionOf);
    const id = entryId(this.#options.profile.name, row, reading, at);
    return { at, sequence: sequenceOf(reading), id, reading, file, row };
  }

  /** The merging never begins files without a taken row; their rows must still be reported. */
  async #refuseRest(known: readonly SurveyedFile[]): Promise<void> {
    for (const each of this.#surveyed.files) {
      if (known.includes(each)) continue;
      for await (const _ of this.#unordered(each.file));
    }
  }

  readonly #reject: Reject = (file, row, code) => {
    this.#rejected.set(code, (this.#rejected.get(code) ?? 0) + 1);
    this.#options.onReject?.(file, row, code);
  };

  #empty(): MarketError {
    const counts = [...this.#rejected].map(([code, count]) => `${count} ${code}`).join(", ");
    const problem = counts === "" ? "there are no rows" : `no row was taken: ${counts}`;
    const files = this.#options.files;
    const remedy = this.#rejected.has("before-tape")
      ? "the tape has gone past them, so import all files of the market into a new tape (--out)"
      : "check --profile";
    return new MarketError("IMPORT_EMPTY", `${problem}; ${remedy} (${files.join(", ")})`, { files });
  }
}

async function* eventsOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<MarketEvent[]> {
  for await (const lines of pieces) {
    const values = new TextDecoder()
      .decode(lines)
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    yield values.map((value) => parseEvent(value));
  }
}

/** The instant an entry is sorted by. */
function timeOf(reading: Taken, sessionOf: RowSessions): Instant {
  return reading.kind === "bar" ? sessionOf(reading.date).open : reading.at;
}
