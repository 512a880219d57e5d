/**
 * Makes one tape of files people already have. Two passes: the first surveys what is there (instruments, digits,
 * spans of time), the second reads again, puts rows in order, merges the files and lays them into sessions. Memory
 * depends on the number of instruments and open files, never on their size.
 */
import { type Instant, MarketError, type MarketEvent, parseEvent, isInstrumentId } from "@tapefold/core";
import { findCalendar } from "../calendar/calendar-file.ts";
import type { Calendar } from "../calendar/calendar.ts";
import { dailySessions } from "./lay/daily-sessions.ts";
import type { Entry, Reject } from "./order/entry.ts";
import { rowId } from "./lay/event-ids.ts";
import type { OpenedFile } from "./read/file-reader.ts";
import type { ImportOptions } from "./import-options.ts";
import { listings } from "./lay/tape-opening.ts";
import { merge } from "./order/merge.ts";
import { openFiles } from "./read/open-files.ts";
import { inOrder, WINDOW_ROWS } from "./order/order-window.ts";
import { PriceScales } from "./order/price-scales.ts";
import { type Progress, progressOf } from "./report/read-progress.ts";
import type { RejectCode, Taken } from "./read/reading.ts";
import { mustBeOneSeries } from "./read/several-series.ts";
import type { Row } from "./read/rows.ts";
import { TapeLines } from "./lay/tape-lines.ts";
import { calendarFinder, dayFinder, rowSessions, type RowSessions } from "./lay/session-hours.ts";
import { sortOnDisk } from "./order/disk-sort.ts";
import { type ImportSummary, Quirks } from "./report/summary.ts";
import { sequenceOf, type Survey, surveyFile } from "./order/survey.ts";
import { timedSessions } from "./lay/timed-sessions.ts";

export interface Import {
  /** The tape's lines as bytes, some hundred at a time; these or `events` are to be read, once. */
  readonly lines: AsyncIterable<Uint8Array>;
  /** The tape's events in batches; slower than the lines, of which they are made. */
  readonly events: AsyncIterable<MarketEvent[]>;
  /** Complete when the events have been read to their end. */
  summary(): ImportSummary;
}

interface SurveyedFile {
  readonly file: OpenedFile;
  readonly survey: Survey;
}

/** Surveys the files. Throws `IMPORT_HEADER`, `IMPORT_FILE`, `IMPORT_ZONE`, `IMPORT_EMPTY`, `USAGE`. */
export async function importFiles(options: ImportOptions): Promise<Import> {
  // From here on both stand in lines as they are.
  const { instrument } = options.profileOptions;
  if (!/^[A-Za-z0-9^][A-Za-z0-9._:^-]{0,63}$/.test(options.mic))
    throw unusable("--mic", `${options.mic} is no id; give letters, digits, . _ : ^ - (at most 64)`);
  if (instrument !== undefined && !isInstrumentId(instrument))
    throw unusable(
      "--instrument",
      `${instrument} is no id; give at most 64 printable characters but space " ' < > \\ [ ] { } and comma, not beginning with _ . - + = @`,
    );
  const calendar = await findCalendar(options.mic, options.calendar);
  const scales = new PriceScales(options.scale);
  const sessionOf = rowSessions(calendar);
  const opened = await openFiles(options, calendar);
  const total = 2 * opened.reduce((sum, { source }) => sum + source.size, 0);
  const progress = progressOf(total, options.onProgress);
  const files: SurveyedFile[] = [];
  for (const file of opened) {
    const rows = file.begin(progress.begin());
    files.push({ file, survey: await surveyFile(rows, scales, (reading) => timeOf(reading, sessionOf)) });
  }
  return new FileImport(options, calendar, scales, files, progress);
}

function unusable(argument: string, problem: string): MarketError {
  return new MarketError("USAGE", problem, { argument });
}

class FileImport implements Import {
  readonly lines: AsyncIterable<Uint8Array>;
  readonly #tape = new TapeLines();
  readonly #options: ImportOptions;
  readonly #calendar: Calendar | undefined;
  readonly #sessionOf: RowSessions;
  readonly #scales: PriceScales;
  readonly #files: readonly SurveyedFile[];
  readonly #quirks: Quirks;
  readonly #rejected = new Map<RejectCode, number>();
  readonly #progress: Progress;

  constructor(
    options: ImportOptions,
    calendar: Calendar | undefined,
    scales: PriceScales,
    files: readonly SurveyedFile[],
    progress: Progress,
  ) {
    this.#options = options;
    this.#calendar = calendar;
    this.#sessionOf = rowSessions(calendar);
    this.#scales = scales;
    this.#files = files;
    this.#quirks = new Quirks(calendar);
    this.#progress = progress;
    this.lines = this.#read();
  }

  get events(): AsyncIterable<MarketEvent[]> {
    return eventsOf(this.lines);
  }

  summary(): ImportSummary {
    const sum = (count: (survey: Survey) => number): number =>
      this.#files.reduce((total, { survey }) => total + count(survey), 0);
    const rejected = [...this.#rejected].toSorted(([a], [b]) => (a < b ? -1 : 1));
    const rows = sum((survey) => survey.rows);
    const skipped = sum((survey) => survey.skipped);
    return {
      profile: this.#options.profile.name,
      files: this.#files.length,
      rows,
      taken: rows - skipped - rejected.reduce((total, [, count]) => total + count, 0),
      skipped,
      events: this.#tape.events,
      instruments: this.#scales.instruments
        .toSorted()
        .map((instrument) => ({ instrument, scale: this.#scales.scaleOf(instrument) })),
      rejected: Object.fromEntries(rejected),
      quirks: this.#quirks.counts(
        sum((survey) => survey.outOfOrder),
        this.#scales.rounded,
      ),
      notes: [...new Set(this.#files.flatMap(({ file }) => file.shape.note?.(file.columns) ?? []))],
      from: this.#quirks.from,
      to: this.#quirks.to,
    };
  }

  async *#read(): AsyncGenerator<Uint8Array> {
    const { profile, mic } = this.#options;
    const known = this.#files.filter(({ survey }) => survey.from !== undefined);
    const merged = merge(
      known.map(({ file, survey }) => ({ from: survey.from!, begin: () => this.#entries(file, survey) })),
    );
    const first = Math.min(...known.map(({ survey }) => survey.from!));
    const last = Math.max(...known.map(({ survey }) => survey.to!));
    const context = {
      profile: profile.name,
      mic,
      sessionOf: this.#sessionOf,
      scales: this.#scales,
      quirks: this.#quirks,
      reject: this.#reject,
      lines: this.#tape,
      mustBeOneSeries: (before: Entry, entry: Entry, subject: string) => {
        const file = this.#files.find(({ file: { source } }) => source.name === entry.file)?.file;
        if (file !== undefined && before.file === entry.file)
          mustBeOneSeries(file, before.row, entry.row, subject);
      },
      takesStraddling: this.#options.takesStraddling === true,
      marksClosing: this.#files.some(({ file }) => file.shape.marksClosing === true),
    };
    const isDaily = this.#files.some(({ file }) => file.shape.rows === "sessions");
    const sessions = isDaily
      ? dailySessions(merged, context)
      : timedSessions(merged, {
          ...context,
          sessionAt: this.#calendar === undefined ? dayFinder(this.#zone()) : calendarFinder(this.#calendar),
        });
    const opening = known.length === 0 ? [] : this.#opening(first, last, isDaily);
    for (const event of opening) this.#tape.event(event);
    for await (const lines of sessions) if (lines.length > 0) yield lines;
    await this.#refuseRest(known);
    if (this.#tape.events === opening.length) throw this.#empty();
  }

  /** What stands on the tape before the first session. */
  #opening(first: Instant, last: Instant, isDaily: boolean): MarketEvent[] {
    const { profile, mic } = this.#options;
    const calendar = this.#calendar;
    const listed = listings(
      profile.name,
      this.#options,
      calendar?.clock.zone ?? this.#zone(),
      this.#scales,
      first,
    );
    // The rows of daily data are the sessions; of other data the calendar says which sessions there should be.
    if (isDaily || calendar === undefined) return listed;
    const [from, to] = [calendar.clock.dateOf(first), calendar.clock.dateOf(last)];
    const dates = calendar.sessions(from, to).map(({ date }) => date);
    const id = `${profile.name}-${mic}-${from}-${to}`;
    return [...listed, { id, type: "CalendarLoaded", at: first, mic, from, to, dates }];
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
    // Grouped by instrument or newest first: no window would do.
    const isElsewise = file.shape.isGrouped === true || survey.outOfOrder > survey.rows / 2;
    if (isElsewise && survey.rows > window) return sortOnDisk(entries, window);
    return inOrder(entries, ({ row }) => this.#reject(file.source.name, row, "out-of-order"), window);
  }

  async *#unordered(file: OpenedFile): AsyncGenerator<readonly Entry[]> {
    const name = file.source.name;
    const { batches, read } = file.begin(this.#progress.begin());
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
    const subject = reading.kind === "notice" ? "" : reading.instrument;
    const id = rowId(this.#options.profile.name, row, subject, at);
    return { at, sequence: sequenceOf(reading), id, reading, file, row };
  }

  /** Files without a row that was taken have not been begun by the merging; their rows are named all the same. */
  async #refuseRest(known: readonly SurveyedFile[]): Promise<void> {
    for (const each of this.#files) {
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
    return new MarketError("IMPORT_EMPTY", `${problem}; check --profile (${files.join(", ")})`, { files });
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
