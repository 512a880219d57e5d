/** An import that has been surveyed: what it gives, and how its rows become lines. */
import { type Instant, MarketError, type MarketEvent, parseEvent } from "@tapefold/core";
import type { Calendar } from "../calendar/calendar.ts";
import type { ImportOptions } from "./import-options.ts";
import { BarChanges } from "./lay/bar-changes.ts";
import { dailySessions } from "./lay/daily-sessions.ts";
import { entryId } from "./lay/event-ids.ts";
import { calendarFinder, dayFinder, rowSessions, type RowSessions } from "./lay/session-hours.ts";
import { SplitEvents } from "./lay/split-events.ts";
import { TapeLines } from "./lay/tape-lines.ts";
import { listings } from "./lay/tape-opening.ts";
import type { TapeSoFar } from "./lay/tape-so-far.ts";
import { timedSessions } from "./lay/timed-sessions.ts";
import { sortOnDisk } from "./order/disk-sort.ts";
import type { Entry, Reject } from "./order/entry.ts";
import { merge } from "./order/merge.ts";
import { inOrder, WINDOW_ROWS } from "./order/order-window.ts";
import type { PriceScales } from "./order/price-scales.ts";
import { withoutRepeats } from "./order/repeats.ts";
import type { SplitBook } from "./order/split-book.ts";
import { StandingForecasts } from "./order/standing-forecasts.ts";
import { sequenceOf, type Survey } from "./order/survey.ts";
import type { OpenedFile } from "./read/file-reader.ts";
import { quoted } from "./read/no-table.ts";
import { type RejectCode, rejectCodes, type Taken } from "./read/reading.ts";
import type { Row } from "./read/row.ts";
import { SQL_NAME } from "./read/source-file.ts";
import { mustBeOneSeries } from "./read/several-series.ts";
import { notesOf } from "./report/notes.ts";
import { type Progress } from "./report/read-progress.ts";
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

export interface SurveyedFile {
  readonly file: OpenedFile;
  readonly survey: Survey;
}

/** The outcome of the first pass. */
export interface Surveyed {
  readonly calendar: Calendar | undefined;
  readonly scales: PriceScales;
  readonly splits: SplitBook;
  readonly files: readonly SurveyedFile[];
  readonly progress: Progress;
  readonly tape: TapeSoFar | undefined;
}

/** The second pass: reads the files again, in order, and lays them into sessions. */
export class FileImport implements Import {
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
  /** The first row that was refused, for where none is taken. */
  #refusedRow = "";
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
      reusedIds: this.#surveyed.tape?.reusedIds ?? 0,
      instruments: scales.instruments
        .toSorted()
        .map((instrument) => ({ instrument, scale: scales.scaleOf(instrument) })),
      rejected: Object.fromEntries(rejected),
      quirks: this.#quirks.counts({
        outOfOrder: sum((survey) => survey.outOfOrder),
        rounded: scales.rounded,
        latePrices: this.#changes?.latePrices ?? 0,
        earlySplits: this.#splits.early,
        unfoundedForecasts: this.#forecasts.unfounded,
      }),
      notes: notesOf(
        files.map(({ file }) => file),
        this.#options.style,
        scales.instruments,
      ),
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
    if (this.#tape.events === opening.length && !this.#isNothingNew()) throw this.#empty();
  }

  /** The lines made from the files, in order of time. */
  #sessions(known: readonly SurveyedFile[]): AsyncGenerator<Uint8Array> {
    const { profile, mic } = this.#options;
    const { calendar, scales, tape } = this.#surveyed;
    const merged = merge(
      known.map(({ file, survey }) => ({ from: survey.from!, begin: () => this.#entries(file, survey) })),
    );
    const sameSeries = (before: Entry, entry: Entry, subject: string): void => {
      const file = known.find(({ file: { source } }) => source.name === entry.file)?.file;
      if (file !== undefined && before.file === entry.file)
        mustBeOneSeries(file, before.row, entry.row, subject);
    };
    const told = this.#forecasts.settle(withoutRepeats(merged, this.#reject, sameSeries));
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
    if (this.#rejected.size === 0)
      this.#refusedRow = `, the first at line ${row.line}: "${quoted(row.fields.join())}"`;
    this.#rejected.set(code, (this.#rejected.get(code) ?? 0) + 1);
    this.#options.onReject?.(file, row, code);
  };

  /** True if a tape that is extended has all there is, as with results that revise no forecast. */
  #isNothingNew(): boolean {
    const { skipped, rejected } = this.summary();
    const isSkipped = skipped > 0 && Object.keys(rejected).length === 0;
    return this.#known > 0 || this.#splits.known > 0 || (isSkipped && this.#surveyed.tape !== undefined);
  }

  #empty(): MarketError {
    const { rows, skipped } = this.summary();
    const { sql, style } = this.#options;
    const counts = [...this.#rejected].map(([code, count]) => `${count} ${code} (${rejectCodes[code]})`);
    if (skipped > 0) counts.push(`${skipped} skipped, which say nothing a tape holds`);
    const problem =
      rows === 0 ? "there are no rows" : `no row was taken: ${counts.join(", ")}${this.#refusedRow}`;
    const files = sql === undefined ? this.#options.files : [SQL_NAME];
    const remedy = this.#rejected.has("before-tape")
      ? "--out makes a new tape"
      : skipped > 0 && style?.only !== undefined
        ? 'check the mapping\'s "only"'
        : `check ${sql === undefined ? "--profile" : "the query"}`;
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
export function timeOf(reading: Taken, sessionOf: RowSessions): Instant {
  return reading.kind === "bar" ? sessionOf(reading.date).open : reading.at;
}
