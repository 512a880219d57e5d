// Tapes: opening, reading, writing, keeping.
export { openTape } from "./open-tape.ts";
export { openLog } from "./open-log.ts";
export { type IndexedLog, isIndexed } from "./tape/tape-index.ts";
export { keepSnapshots } from "./snapshots/keep-snapshots.ts";
export { writeSnapshotFolder } from "./snapshots/write-snapshot-folder.ts";
export { eventLine } from "./jsonl/event-line.ts";
export { writeTape, writeTapeLines } from "./jsonl/jsonl-writer.ts";
export { repairTape } from "./jsonl/repair-tape.ts";
export { withoutEvents } from "./tape/without-events.ts";
export { upcaster } from "./tape/upcaster.ts";
export { generateTape } from "./generate/generate-tape.ts";

// Going through a tape: following, replaying, recording.
export { type Behind, follow, type Followed } from "./follow/follow.ts";
export { conflate } from "./follow/conflate.ts";
export { metered } from "./follow/metered.ts";
export { foldSpread } from "./spread/fold-spread.ts";
export { watchStates } from "./spread/watch-states.ts";
export { replay } from "./play/replay.ts";
export { transport } from "./play/load-transport.ts";
export type { Moment } from "./play/transport.ts";
export { record } from "./record/record.ts";
export { eventMessages, tradeMessages } from "./record/message-events.ts";
export { type MessageSource, messageSource } from "./record/message-source.ts";

// The state a tape comes to.
export { type AsOf, parseAsOf } from "./tape/as-of.ts";
export { foldTape } from "./fold/fold-tape.ts";
export { stateAt } from "./fold/state-at.ts";
export { verifyTape } from "./verify/verify-tape.ts";

// Questions to a tape.
export { type Check, check } from "./ask/check.ts";
export { diffRules } from "./ask/diff-rules.ts";
export { diffTapes } from "./ask/diff-tapes.ts";
export { type Explanation, explain } from "./ask/explain.ts";
export { refusedEvents } from "./ask/refused.ts";
export { series, type SeriesRow } from "./ask/series.ts";

// Pages.
export { sessionReport } from "./report/session-report.ts";
export { historyReport } from "./report/history-report.ts";

// The command.
export { commandLine } from "./cli/command-line.ts";
export { version } from "./tape/version.ts";

// Calendars: when markets trade.
export { builtInCalendars } from "./calendar/built-in.ts";
export { type CalendarData, calendarSchema } from "./calendar/calendar-data.ts";
export { calendarOf } from "./calendar/calendar-file.ts";
export { type Calendar, makeCalendar } from "./calendar/calendar.ts";

// Import: tapes of data people already have.
export type { ImportOptions } from "./import/import-options.ts";
export { importFiles } from "./import/import.ts";
export { readMapping } from "./import/read/mapping.ts";
export type { Profile } from "./import/read/profile.ts";
export { profiles } from "./import/read/profiles.ts";
export { splitsOfFactorFile } from "./import/read/factor-file.ts";
export type { ImportSummary } from "./import/report/import-summary.ts";
