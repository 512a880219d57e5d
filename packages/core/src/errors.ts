/**
 * The one error of the project. `code` is part of the API and `detail` is typed by it; the message is a single
 * line that says what is wrong and what to do. An event that admission refuses is no error: it is counted in the state.
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

/** The codes of errors. */
export type MarketErrorCode = keyof MarketErrorDetails;

/** A place on a log; `line` and `position` count from 1. */
export interface Place {
  readonly log?: string;
  readonly line?: number;
  readonly position?: number;
}

/** The detail of each code, for programs; the message says the same to people. */
export interface MarketErrorDetails {
  /** A line of the tape is not an event. `field` names the part at fault, empty for the whole line. */
  LOG_LINE_INVALID: Place & { readonly field: string };
  /** The tape ends in the middle of a line; its first `validBytes` bytes hold `events` whole events. */
  LOG_TORN: Place & { readonly validBytes: number; readonly events: number };
  /** There is no log at that path. */
  LOG_NOT_FOUND: Place;
  /** The log holds no event. */
  LOG_EMPTY: Place;
  /** The log exists but can't be read: a directory, no permission, a broken archive. */
  LOG_UNREADABLE: Place;
  /** A tape can't be put there: no such folder, no permission, no space. */
  LOG_UNWRITABLE: Place;
  /** The bytes of a log are not those that were written. */
  LOG_DAMAGED: Place;
  /** Another writer, the process `pid`, holds the log. */
  LOG_IN_USE: Place & { readonly pid: number };
  /** Recorded events must follow each other without a gap. */
  POSITION_GAP: { readonly expected: number; readonly actual: number };
  /** A position or instant was asked for that the log does not have. */
  POSITION_UNKNOWN: { readonly asked: string; readonly head: number };
  /** The log's head is not the position that the writer expected. */
  HEAD_MISMATCH: { readonly expected: number; readonly actual: number };
  /**
   * An id is on the log already, at `position`, with other content; `index` is the place, from 0, of the refused
   * event among those given.
   */
  ID_CONFLICT: { readonly id: string; readonly position: number; readonly index: number };
  /** The log was closed before the append. */
  LOG_CLOSED: Place;
  /** A value given to a log or a fold is not an event; `index` is its place among those given, from 0. */
  EVENT_INVALID: { readonly index: number; readonly field: string };
  /** An amendment is of a tick older than the events kept to fold again. */
  AMENDMENT_TOO_OLD: { readonly tick: string; readonly position: number };
  /** A projection's definition is at fault: a cycle in `needs`, two of one name, two gates. */
  PROJECTION_INVALID: { readonly projection: string };
  /** A recipe threw; its rule, and the rules that need it, stop at the event before. */
  RECIPE_THREW: RecipePlace;
  /** A recipe returned a value; a recipe changes its draft and returns nothing. */
  RECIPE_RETURNED: RecipePlace;
  /** A document shares an object with the event or another document, or holds a value that a document may not hold. */
  DOCUMENT_INVALID: RecipePlace & { readonly key: string; readonly path: string };
  /** A serialised state was made by other rules or another format. */
  SNAPSHOT_STALE: { readonly reason: string };
  /** The article can't be read. */
  ARTICLE_INVALID: Place;
  /** The file of claims can't be read, or is not one. */
  CLAIMS_INVALID: Place;
  /** A claim can't be checked as it is written; `index` counts from 0. */
  CLAIM_INVALID: { readonly index: number; readonly id: string };
  /** The command line or an option is at fault. */
  USAGE: { readonly argument: string };
}

/** The rule whose recipe is at fault, and the position of the tape's event. */
export interface RecipePlace {
  readonly projection: string;
  /** Type of the fact; absent if the error is told from a state, which does not keep it. */
  readonly type?: string;
  readonly position: number;
}
