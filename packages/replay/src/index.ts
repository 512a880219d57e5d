// Tapes: reading, writing, replaying.
export { openTape } from "./open-tape.ts";
export { openLog } from "./open-log.ts";
export { keepSnapshots, type SnapshotOptions } from "./snapshots/keep-snapshots.ts";
export { writeSnapshotFolder } from "./snapshots/write-snapshot-folder.ts";
export type { StoreLog } from "./store/store-log.ts";
export { type IndexedLog, isIndexed, type TapeIndex } from "./tape/tape-index.ts";
export { eventLine } from "./jsonl/event-line.ts";
export { writeTape, writeTapeLines } from "./jsonl/jsonl-writer.ts";
export { type Behind, follow, type Followed, type FollowOptions } from "./follow/follow.ts";
export { conflate, type ConflateOptions } from "./follow/conflate.ts";
export { foldSpread, type FoldSpreadOptions } from "./spread/fold-spread.ts";
export { type PublishedStates, watchStates } from "./spread/watch-states.ts";
export { work, type WorkOptions } from "./spread/work.ts";
export { replay, type ReplayOptions } from "./play/replay.ts";
export type { Speed, Timing } from "./play/tape-clock.ts";
export { type Moment, transport, type Transport, type TransportOptions } from "./play/transport.ts";
export type { StepUnit } from "./play/step-target.ts";
export type { Mark } from "./play/tape-survey.ts";
export { withoutEvents } from "./tape/without-events.ts";
export { type GenerateOptions, generateTape } from "./generate/generate-tape.ts";

// The state a tape comes to.
export { stateAt } from "./fold/state-at.ts";
export { diffRules } from "./ask/diff-rules.ts";
export { diffTapes, type Parting } from "./ask/diff-tapes.ts";
export { repairTape, type Repaired } from "./jsonl/repair-tape.ts";
export { builtInUpcaster, type Fields, upcaster, type Upcaster, type UpcastStep } from "./tape/upcaster.ts";
export { type AsOf, parseAsOf } from "./tape/as-of.ts";
export { type FoldedTape, foldTape, type FoldTapeOptions } from "./fold/fold-tape.ts";
export { type Difference } from "./verify/compare.ts";
export type { SequenceGap } from "@tapefold/core";
export { type Verdict, verifyTape } from "./verify/verify-tape.ts";

// Live sources.
export { record, type Recording, type RecordOptions } from "./record/record.ts";
export { eventMessages, type MessageReader, tradeMessages } from "./record/message-events.ts";
export { messageSource, type MessageSource } from "./record/message-source.ts";

// A published wrap against a tape.
export {
  explain,
  type ExplainedCause,
  type ExplainOptions,
  type Explanation,
  type NamedEvent,
} from "./ask/explain.ts";
export {
  series,
  type SeriesOptions,
  type SeriesRhythm,
  type SeriesRow,
  type SeriesValue,
} from "./ask/series.ts";
export { type RefusedEvent, refusedEvents } from "./ask/refused.ts";
export { check, type Check, type CheckedClaim, type StateAsOf } from "./ask/check.ts";

// A session, and an instrument's sessions, as pages.
export { type Report, type ReportOptions, sessionReport } from "./report/session-report.ts";
export { historyReport, type HistoryOptions } from "./report/history-report.ts";
export type { ColourOrder } from "./show/board-style.ts";

// The command.
export { commandLine } from "./cli/command-line.ts";
export type { ExitCode } from "./cli/command.ts";
export type { Io } from "./show/io.ts";
export { version } from "./tape/version.ts";

// Calendars: when markets trade.
export { builtInCalendars } from "./calendar/built-in.ts";
export {
  type CalendarData,
  calendarSchema,
  type CancelledDay,
  type DatedHours,
  type Hours,
  type SpecialDays,
} from "./calendar/calendar-data.ts";
export { calendarOf, findCalendar, readCalendarFile } from "./calendar/calendar-file.ts";
export { type Calendar, type CalendarSession, type Interval, makeCalendar } from "./calendar/calendar.ts";
export { type ClockGap, ZoneClock } from "./calendar/zone-clock.ts";

// Import: tapes of data people already have.
export type { ImportOptions } from "./import/import-options.ts";
export { type Import, importFiles } from "./import/import.ts";
export { type Mapping, readMapping } from "./import/read/mapping.ts";
export type {
  Column,
  ConditionTable,
  FileContext,
  Profile,
  ProfileOptions,
  RowReader,
  RowValues,
  Shape,
} from "./import/read/profile.ts";
export { profiles } from "./import/read/profiles.ts";
export {
  type Bar,
  type Notice,
  type Reading,
  rejectCodes,
  type RejectCode,
  type Trade,
} from "./import/read/reading.ts";
export { type RejectsFile, rejectsFile } from "./import/report/rejects-file.ts";
export { splitsOfFactorFile } from "./import/read/factor-file.ts";
export type { ImportSummary, QuirkCounts } from "./import/report/summary.ts";
