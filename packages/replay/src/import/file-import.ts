/** An import that has been surveyed: what it gives, and how its rows become lines. */
import { type MarketEvent, parseEvent } from "@tapefold/core";
import type { Calendar } from "../calendar/calendar.ts";
import { type EntriesContext, fileEntries, orderedEntries } from "./file-entries.ts";
import type { ImportOptions } from "./import-options.ts";
import { BarChanges } from "./lay/bar-changes.ts";
import { dailySessions } from "./lay/daily-sessions.ts";
import type { LayContext } from "./lay/lay-context.ts";
import { Quirks } from "./lay/quirks.ts";
import { calendarFinder, dayFinder, type RowSessions } from "./lay/session-hours.ts";
import { SplitEvents } from "./lay/split-events.ts";
import { TapeLines } from "./lay/tape-lines.ts";
import { listings } from "./lay/listings.ts";
import type { TapeSoFar } from "./lay/tape-so-far.ts";
import { timedSessions } from "./lay/timed-sessions.ts";
import type { Entry } from "./order/entry.ts";
import { merge } from "./order/merge.ts";
import { WINDOW_ROWS } from "./order/order-window.ts";
import type { PriceScales } from "./order/price-scales.ts";
import { RefusedRows } from "./order/refused-rows.ts";
import { withoutRepeats } from "./order/repeats.ts";
import type { SplitBook } from "./order/split-book.ts";
import { StandingForecasts } from "./order/standing-forecasts.ts";
import type { SurveyedFile } from "./order/survey.ts";
import { OneSeries } from "./read/one-series.ts";
import { emptyImport } from "./report/empty-import.ts";
import { type ImportSummary, summaryOf } from "./report/import-summary.ts";
import type { Progress } from "./report/read-progress.ts";

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

/** The outcome of the first pass. */
export interface Surveyed {
  readonly calendar: Calendar | undefined;
  readonly sessionOf: RowSessions;
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
  readonly #options: ImportOptions;
  readonly #surveyed: Surveyed;
  /** The files of which a row is taken. */
  readonly #begun: readonly SurveyedFile[];
  readonly #tape = new TapeLines();
  readonly #quirks: Quirks;
  readonly #splits: SplitEvents;
  readonly #forecasts = new StandingForecasts();
  readonly #refused: RefusedRows;
  readonly #series = new OneSeries();
  readonly #into: LayContext["into"];
  /** Rows that the tape already has. */
  #known = 0;

  constructor(options: ImportOptions, surveyed: Surveyed) {
    const { calendar, splits, scales, files, tape } = surveyed;
    const { mic, profile } = options;
    this.head = tape?.head ?? 0;
    this.#options = options;
    this.#surveyed = surveyed;
    this.#begun = files.filter(({ survey }) => survey.from !== undefined);
    this.#quirks = new Quirks(calendar, splits, tape?.lastDate);
    this.#splits = new SplitEvents(profile.name, calendar, splits, scales.instruments, tape);
    this.#refused = new RefusedRows(options.onReject);
    this.#into = tape && { tape, changes: new BarChanges(tape, { mic, scales, lines: this.#tape }) };
    for (const guidance of tape?.guidance ?? []) this.#forecasts.know(guidance);
    this.lines = this.#read();
  }

  get events(): AsyncIterable<MarketEvent[]> {
    return eventsOf(this.lines);
  }

  summary(): ImportSummary {
    return summaryOf(this.#options, {
      files: this.#surveyed.files,
      scales: this.#surveyed.scales,
      refused: this.#refused,
      known: this.#known,
      forecasts: this.#forecasts,
      splits: this.#splits,
      quirks: this.#quirks,
      lines: this.#tape,
      into: this.#into,
    });
  }

  async *#read(): AsyncGenerator<Uint8Array> {
    const opening = this.#begun.length === 0 ? [] : this.#listings();
    for (const event of opening) this.#tape.event(event);
    for await (const lines of this.#sessions()) if (lines.length > 0) yield lines;
    for (const split of this.#splits.rest()) this.#tape.event(split);
    const rest = this.#tape.take();
    if (rest.length > 0) yield rest;
    await this.#refuseRest();
    if (this.#tape.events === opening.length && !this.#isNothingNew())
      throw emptyImport(this.#options, this.summary(), this.#refused);
  }

  /** The lines made from the files, in order of time. */
  #sessions(): AsyncGenerator<Uint8Array> {
    const { calendar, sessionOf } = this.#surveyed;
    const context = this.#layContext();
    const entries = this.#entries();
    const shapes = this.#begun.map(({ file }) => file.shape);
    if (shapes.some(({ rows }) => rows === "sessions"))
      return dailySessions(entries, { ...context, sessionOf, mustBeOneSeries: this.#mustBeOneSeries });
    return timedSessions(entries, {
      ...context,
      calendar,
      sessionAt: calendar === undefined ? dayFinder(this.#zone()) : calendarFinder(calendar),
      takesStraddling: this.#options.takesStraddling === true,
      marksClosing: shapes.some(({ marksClosing }) => marksClosing === true),
    });
  }

  /** The taken rows of all files, in order of time. */
  #entries(): AsyncIterable<readonly Entry[]> {
    const context = this.#entriesContext();
    const inputs = this.#begun.map((each) => ({
      from: each.survey.from!,
      begin: () => orderedEntries(each, context),
    }));
    const once = withoutRepeats(merge(inputs), this.#refused.add, this.#mustBeOneSeries);
    return this.#forecasts.settle(once);
  }

  /** The merging never begins files without a taken row; their rows must still be refused. */
  async #refuseRest(): Promise<void> {
    const context = this.#entriesContext();
    for (const { file, survey } of this.#surveyed.files)
      if (survey.from === undefined) for await (const _ of fileEntries(file, context));
  }

  #entriesContext(): EntriesContext {
    const { sessionOf, progress } = this.#surveyed;
    const { profile, window = WINDOW_ROWS } = this.#options;
    return { profile: profile.name, window, sessionOf, progress, reject: this.#refused.add };
  }

  #layContext(): LayContext {
    const { profile, mic } = this.#options;
    return {
      profile: profile.name,
      mic,
      scales: this.#surveyed.scales,
      splits: this.#splits,
      quirks: this.#quirks,
      lines: this.#tape,
      reject: this.#refused.add,
      into: this.#into,
      known: () => void (this.#known += 1),
    };
  }

  readonly #mustBeOneSeries = (before: Entry, entry: Entry, subject: string): void => {
    const file = this.#begun.find(({ file: { source } }) => source.name === entry.file)?.file;
    if (file !== undefined && before.file === entry.file)
      this.#series.must(file, before.row, entry.row, subject);
  };

  #listings(): MarketEvent[] {
    const { calendar, scales, tape } = this.#surveyed;
    const zone = calendar?.clock.zone ?? this.#zone();
    return listings(this.#options.profile.name, this.#options, zone, scales, tape);
  }

  #zone(): string {
    const { zone } = this.#options;
    return zone === undefined || zone === "local" ? "UTC" : zone;
  }

  /** True if a tape that is extended has all there is, as with results that revise no forecast. */
  #isNothingNew(): boolean {
    const isSkipped = this.summary().skipped > 0 && this.#refused.first === undefined;
    return this.#known > 0 || this.#splits.known > 0 || (isSkipped && this.#into !== undefined);
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
