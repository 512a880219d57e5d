/** Places of a tape that a scrubber shows, each once the tape has passed it. */
import type { Fold, Recorded, TradingDate } from "@tapefold/core";
import { isNotable, listing, market, StateView } from "@tapefold/projections";

export interface TapeMark {
  readonly position: number;
  readonly kind: MarkKind;
  /** The market it is about; absent if it is about an instrument, an issuer or a tick. */
  readonly mic?: string;
  /** The trading date of a session that opens. */
  readonly date?: TradingDate;
  /** The instrument, issuer or tick it is about. */
  readonly about?: string;
}

export type MarkKind =
  | "open"
  | "break"
  | "auction"
  | "close"
  | "cancelled"
  | "halt"
  | "resumed"
  | "guidance"
  | "bust"
  | "correction"
  | "record";

/** The mark of an event; undefined if it is none worth going to. */
export function markOf({ position, event }: Recorded): TapeMark | undefined {
  switch (event.type) {
    case "SessionOpened":
      return { position, kind: event.phase ?? "open", mic: event.mic, date: event.date };
    case "SessionPhaseChanged":
      return { position, kind: event.phase, mic: event.mic };
    case "SessionClosed":
      return { position, kind: "close", mic: event.mic };
    case "SessionCancelled":
      return { position, kind: "cancelled", mic: event.mic };
    case "TradingHalted":
    case "TradingResumed": {
      const kind = event.type === "TradingHalted" ? "halt" : "resumed";
      return event.mic === undefined
        ? { position, kind, about: event.instrument ?? "" }
        : { position, kind, mic: event.mic };
    }
    case "GuidanceRevised":
      return { position, kind: "guidance", about: event.issuer };
    case "TickBusted":
      return { position, kind: "bust", about: event.tick };
    case "TickCorrected":
      return { position, kind: "correction", about: event.tick };
    case "CloseCorrected":
      return { position, kind: "correction", about: event.instrument };
    default:
      return undefined;
  }
}

/** Record closes of a market's indices, at the close that the fold has come to. */
export function recordMarks(fold: Fold, mic: string): readonly TapeMark[] {
  const { position } = fold;
  const indices = fold.read(market, mic).instruments.filter((id) => fold.read(listing, id).kind === "index");
  if (indices.length === 0) return [];
  const view = new StateView(fold.state);
  return indices.flatMap((id): TapeMark[] => {
    const { record, close } = view.instrument(id);
    const isSet = close !== null && record.close?.setThisSession === true && isNotable(record.close);
    return isSet ? [{ position, kind: "record", about: id }] : [];
  });
}
