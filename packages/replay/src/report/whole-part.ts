/** A tape up to where it can be read. */
import { MarketError, type MarketErrorCode, type ReadableLog } from "@tapefold/core";
import { html, type Markup } from "./markup.ts";

export interface WholePart extends ReadableLog {
  /** The fault that ended the reading; undefined if there was none. */
  readonly fault: MarketError | undefined;
}

/** Faults of a line or of the tape's end; the events before them stand. */
const FAULTS: readonly MarketErrorCode[] = ["LOG_EMPTY", "LOG_LINE_INVALID", "LOG_TORN"];

/** The log without the fault at its end, which is kept to be reported. */
export function wholePart(log: ReadableLog): WholePart {
  let fault: MarketError | undefined;
  return {
    name: log.name,
    ...(log.sparse === undefined ? {} : { sparse: log.sparse }),
    get fault() {
      return fault;
    },
    async *read(options) {
      try {
        yield* log.read(options);
      } catch (error) {
        if (!(error instanceof MarketError) || !FAULTS.includes(error.code)) throw error;
        fault = error;
      }
    },
  };
}

/** The note on the page of a tape that could not be read to its end. */
export function faultNote(fault: WholePart["fault"], position: number): Markup {
  if (fault === undefined) return html``;
  const rest = position === 0 ? "Nothing stands on this tape." : "This page shows the tape up to there.";
  return html`<p class="fault" role="alert"><strong>${fault.code}</strong>: ${fault.message}. ${rest}</p>`;
}
