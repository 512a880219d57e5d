/**
 * The one error of the project. `code` is part of the API and `detail` is typed by it; the message is a single
 * line that says what is wrong and what to do. What admission refuses is no error: it is counted in the state.
 */
export class MarketError<C extends MarketErrorCode = MarketErrorCode> extends Error {
  override readonly name = "MarketError";
  readonly code: C;
  readonly detail: MarketErrorDetails[C];

  constructor(code: C, message: string, detail: MarketErrorDetails[C], cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.detail = detail;
  }
}

export type MarketErrorCode = keyof MarketErrorDetails;

/** Where on a log something was found; `line` and `position` count from 1. */
export interface Place {
  readonly log?: string;
  readonly line?: number;
  readonly position?: number;
}

/** What each code tells besides its message. */
export interface MarketErrorDetails {
  /** A line of the tape is no event. `field` names the part at fault, empty for the whole line. */
  LOG_LINE_INVALID: Place & { readonly field: string };
  /** The tape ends in the middle of a line; its first `validBytes` bytes hold `events` whole events. */
  LOG_TORN: Place & { readonly validBytes: number; readonly events: number };
  LOG_NOT_FOUND: Place;
  LOG_EMPTY: Place;
  /** There, but not readable as a log: a directory, no permission, a broken archive. */
  LOG_UNREADABLE: Place;
  /** A tape can't be put there: no such folder, no permission, no space. */
  LOG_UNWRITABLE: Place;
  /** What is kept is not what was written. */
  LOG_DAMAGED: Place;
  /** Another writer has it, the process `pid`. */
  LOG_IN_USE: Place & { readonly pid: number };
  /** Recorded events must follow each other without a gap. */
  POSITION_GAP: { readonly expected: number; readonly actual: number };
  /** Asked for a position or instant the log does not have. */
  POSITION_UNKNOWN: { readonly asked: string; readonly head: number };
  /** The log's head is not what the writer expected. */
  HEAD_MISMATCH: { readonly expected: number; readonly actual: number };
  /** An id stands on the log already, at `position`, with other content; `index` is the refused one's place among the events given, from 0. */
  ID_CONFLICT: { readonly id: string; readonly position: number; readonly index: number };
  LOG_CLOSED: Place;
  /** Something given to a log or a fold is no event; `index` is its place among what was given, from 0. */
  EVENT_INVALID: { readonly index: number; readonly field: string };
  /** A bust, correction or confirmation of a tick older than what is kept to fold again. */
  AMENDMENT_TOO_OLD: { readonly tick: string; readonly position: number };
  /** A projection's definition is at fault: a cycle in `needs`, two of one name, two gates. */
  PROJECTION_INVALID: { readonly projection: string };
  /** A recipe threw; it and what needs it stand at the last event before. */
  RECIPE_THREW: RecipePlace;
  /** A recipe returned a value; a recipe changes its draft and returns nothing. */
  RECIPE_RETURNED: RecipePlace;
  /** A document shares an object with the event or another document, or holds what a document may not hold. */
  DOCUMENT_INVALID: RecipePlace & { readonly key: string; readonly path: string };
  /** A serialised state was made by other rules or another format. */
  SNAPSHOT_STALE: { readonly reason: string };
  /** A file of claims can't be read, or is none. */
  ARTICLE_INVALID: Place;
  CLAIMS_INVALID: Place;
  /** A claim can't be checked as it is written; `index` counts from 0. */
  CLAIM_INVALID: { readonly index: number; readonly id: string };
  /** The command line or an option is at fault. */
  USAGE: { readonly argument: string };
}

export interface RecipePlace {
  readonly projection: string;
  readonly type: string;
  readonly position: number;
}
