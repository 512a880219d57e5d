/**
 * Amendments: events of the tape that amend another event. A bust removes a tick, a correction gives it another price,
 * a confirmation vouches for it; a close is corrected, a split withdrawn. They hold wherever they stand, so a fold
 * knows them before it meets the events they are about.
 */
import type { Decimal } from "../exact/decimal.ts";
import type { MarketEvent } from "./event.ts";
import type { Recorded } from "./recorded.ts";

/** The outcome of all amendments of one event. */
export interface Amended {
  /** True for a busted tick or a withdrawn split: the event counts as never sent. */
  readonly busted: boolean;
  readonly confirmed: boolean;
  /** Position of the first amendment that takes the event back; undefined if none does. */
  readonly takenBackAt?: number;
  /** A tick's price by its last correction. */
  readonly price?: Decimal;
  /** Official closes of a session by their last corrections, by instrument. */
  readonly closes?: Readonly<Record<string, Decimal>>;
}

/** An event that amends another one. */
export type Amendment = Extract<
  MarketEvent,
  { type: "TickBusted" | "TickCorrected" | "TickConfirmed" | "CloseCorrected" | "SplitWithdrawn" }
>;

/** True if the event amends another one. */
export function isAmendment(event: MarketEvent): event is Amendment {
  switch (event.type) {
    case "TickBusted":
    case "TickCorrected":
    case "TickConfirmed":
    case "CloseCorrected":
    case "SplitWithdrawn":
      return true;
    default:
      return false;
  }
}

/** The name of an amendment's subject: a tick by its id, a session's close, a split. */
export function subjectOf(amendment: Amendment): string {
  if (amendment.type === "CloseCorrected") return closeSubject(amendment);
  return amendment.type === "SplitWithdrawn" ? splitSubject(amendment.split) : amendment.tick;
}

/** As `subjectOf`, for an event that may be amended; undefined if it may not. */
export function asSubject(event: MarketEvent): string | undefined {
  if (event.type === "PriceTicked") return event.id;
  if (event.type === "SessionClosed") return closeSubject(event);
  return event.type === "InstrumentSplit" ? splitSubject(event.id) : undefined;
}

/** The name of a session's close; its space keeps it apart from every id. */
function closeSubject({ mic, date }: { readonly mic: string; readonly date: string }): string {
  return `${mic} ${date}`;
}

function splitSubject(id: string): string {
  return `split ${id}`;
}

/** The outcome of the amendments of one event, given in the order of the tape; undefined if there are none. */
export function amendedBy(amendments: readonly Recorded<Amendment>[]): Amended | undefined {
  let amended: Amended | undefined;
  for (const { position, event } of amendments) {
    amended ??= { busted: false, confirmed: false };
    // A bust outweighs the rest; the last correction holds.
    if (event.type === "TickCorrected") amended = { ...amended, price: event.price };
    else if (event.type === "TickConfirmed") amended = { ...amended, confirmed: true };
    else if (event.type === "CloseCorrected")
      amended = { ...amended, closes: { ...amended.closes, [event.instrument]: event.close } };
    else amended = { takenBackAt: position, ...amended, busted: true };
  }
  return amended;
}

/** The event with its corrected price or closes. */
export function withAmended<E extends MarketEvent>(event: E, amended: Amended | undefined): E {
  if (amended?.price !== undefined) return { ...event, price: amended.price };
  if (amended?.closes === undefined) return event;
  const { closes } = event as { readonly closes?: Readonly<Record<string, Decimal>> };
  return { ...event, closes: { ...closes, ...amended.closes } };
}
