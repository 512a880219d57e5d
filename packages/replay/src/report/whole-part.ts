/** A tape up to where it can be read. */
import { MarketError, type MarketErrorCode, type ReadableLog } from "@tapefold/core";

export interface WholePart extends ReadableLog {
  /** What ended the reading; undefined where nothing did. */
  readonly fault: MarketError | undefined;
}

/** Faults of a line or of the tape's end, before which the events stand. */
const FAULTS: readonly MarketErrorCode[] = ["LOG_EMPTY", "LOG_LINE_INVALID", "LOG_TORN"];

/** The log without the fault at its end, which is kept and told. */
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
