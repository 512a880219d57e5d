/** Every code of an error: its meaning, and its remedy; the message itself says where. */
import type { MarketErrorCode } from "@tapefold/core";

/** The meaning of a code, and what can be done. */
export interface Meaning {
  readonly means: string;
  readonly remedy: string;
}

export const errorMeanings: Readonly<Record<MarketErrorCode | "INTERNAL", Meaning>> = {
  LOG_LINE_INVALID: {
    means: "a line of the tape is no event",
    remedy: "correct the line; the events before it stand",
  },
  LOG_TORN: {
    means: "the tape ends in the middle of a line, as a writer that was killed leaves it",
    remedy: "take its whole part with tapefold repair, and append to that",
  },
  LOG_NOT_FOUND: { means: "there is no such tape", remedy: "check the path" },
  LOG_EMPTY: { means: "the tape holds no event", remedy: "check that it is the right file" },
  LOG_UNREADABLE: {
    means: "it is there, but can't be read as a tape",
    remedy: "check its kind and permissions; fetch a broken archive again",
  },
  LOG_UNWRITABLE: {
    means: "nothing can be written there",
    remedy: "make the folder, space on the disk or permissions, and go on: nothing is left half made",
  },
  LOG_DAMAGED: {
    means: "what is kept is not what was written",
    remedy: "take the store from a copy, or append its tape to a new one",
  },
  LOG_IN_USE: { means: "another process writes the log", remedy: "end that one first: a log has one writer" },
  LOG_CLOSED: { means: "the log was closed", remedy: "open it again to append" },
  POSITION_GAP: {
    means: "events don't follow each other",
    remedy: "give them in order of their positions and without gaps",
  },
  POSITION_UNKNOWN: { means: "the tape has no such position", remedy: "give one up to its head" },
  HEAD_MISMATCH: { means: "the log has gone on since it was looked at", remedy: "read on and try again" },
  ID_CONFLICT: {
    means: "an id stands on the log with other content",
    remedy: "give the event an id of its own, or leave it out if it is a changed copy",
  },
  AMENDMENT_TOO_OLD: {
    means: "it amends a tick older than what a live fold keeps",
    remedy: "replay the tape from its start",
  },
  EVENT_INVALID: {
    means: "something given to a log or a fold is no event",
    remedy: "give events as parseEvent returns them",
  },
  PROJECTION_INVALID: {
    means: "a rule's definition is at fault, or two rules clash",
    remedy: "name each rule once, with its needs before it",
  },
  RECIPE_THREW: {
    means: "a rule threw; it stands still from there, the others go on",
    remedy: "mend the rule; the message names the event",
  },
  RECIPE_RETURNED: {
    means: "a rule's recipe returned a value",
    remedy: "change the draft and return nothing",
  },
  DOCUMENT_INVALID: {
    means: "a rule keeps what a document may not hold, or shares it",
    remedy: "keep plain values, and copy what comes from an event",
  },
  SNAPSHOT_STALE: {
    means: "a snapshot was made by other rules or another version",
    remedy: "fold the tape again; new snapshots are made on the way",
  },
  CLAIMS_INVALID: {
    means: "a file of claims can't be read",
    remedy: 'write {"claims": [{"id", "says", …}]}',
  },
  CLAIM_INVALID: {
    means: "a claim can't be read as it is written; the others are judged",
    remedy: "correct the named part of it",
  },
  ARTICLE_INVALID: {
    means: "an article can't be read, or is not UTF-8",
    remedy: "give it as plain text in UTF-8",
  },
  IMPORT_HEADER: {
    means: "the columns are not those of the profile",
    remedy: "take another --profile, or name the columns in a --mapping",
  },
  IMPORT_FILE: { means: "a file can't be unpacked or read to its end", remedy: "fetch it again" },
  IMPORT_ZONE: { means: "times have no zone, and none was said", remedy: "say it with --zone" },
  IMPORT_DATES: {
    means: "dates could be read in two ways",
    remedy: "say the order by --date-format, or with dateFormat in a --mapping",
  },
  IMPORT_SERIES: {
    means: "a file holds several series of one instrument",
    remedy: 'choose one of them with "only" in a --mapping',
  },
  IMPORT_PAST: {
    means: "the tape has gone past what is to be added before its end",
    remedy: "import all files into a new tape",
  },
  IMPORT_SQL: {
    means: "a query can't be run, or gives no columns of bars or ticks",
    remedy: "correct the query; its columns are those of ohlc, bars or ticks, prices as text or DECIMAL",
  },
  IMPORT_EMPTY: {
    means: "no row was taken",
    remedy: "check --profile; --rejects shows why each row was not",
  },
  MAPPING_INVALID: { means: "a mapping file is not in its form", remedy: "correct the named field" },
  CALENDAR_INVALID: { means: "a calendar file is not in its form", remedy: "correct the named field" },
  CALENDAR_UNKNOWN: {
    means: "no calendar of that market is built in",
    remedy: "give one of your own with --calendar",
  },
  USAGE: { means: "the command line is at fault", remedy: "tapefold help COMMAND shows how" },
  INTERNAL: { means: "a fault of tapefold itself", remedy: "run it again with --debug and report the stack" },
};
