/**
 * Amendments: what one event of the tape says of another. A bust makes a tick never to have been, a correction gives
 * it another price, a confirmation vouches for it; a close is corrected, a split withdrawn. They hold wherever they
 * stand, so a fold knows them before it meets what they are about.
 */
import type { Decimal } from "../exact/decimal.ts";
import type { MarketEvent } from "./event.ts";

/** What the tape says of one event elsewhere. */
export interface Amended {
  /** A busted tick, or a withdrawn split: the event never was. */
  readonly busted: boolean;
  readonly confirmed: boolean;
  /** The last correction's price of a tick. */
  readonly price?: Decimal;
  /** The last corrections of official closes, by instrument, of a session's close. */
  readonly closes?: Readonly<Record<string, Decimal>>;
}

export type Amendment = Extract<
  MarketEvent,
  { type: "TickBusted" | "TickCorrected" | "TickConfirmed" | "CloseCorrected" | "SplitWithdrawn" }
>;

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

/** Names what an amendment is about: a tick by its id, a session's close, a split. */
export function subjectOf(amendment: Amendment): string {
  if (amendment.type === "CloseCorrected") return closeSubject(amendment);
  return amendment.type === "SplitWithdrawn" ? splitSubject(amendment.split) : amendment.tick;
}

/** The same name for an event that amendments may be about; undefined if none may be. */
export function asSubject(event: MarketEvent): string | undefined {
  if (event.type === "PriceTicked") return event.id;
  if (event.type === "SessionClosed") return closeSubject(event);
  return event.type === "InstrumentSplit" ? splitSubject(event.id) : undefined;
}

/** With a space in it, which no id has. */
function closeSubject({ mic, date }: { readonly mic: string; readonly date: string }): string {
  return `${mic} ${date}`;
}

function splitSubject(id: string): string {
  return `split ${id}`;
}

/** All that some amendments say of their one subject, in the order of the tape; undefined for none. */
export function amendedBy(amendments: readonly Amendment[]): Amended | undefined {
  let amended: Amended | undefined;
  for (const event of amendments) {
    amended ??= { busted: false, confirmed: false };
    // A bust beats all; of corrections the last one holds.
    if (event.type === "TickCorrected") amended = { ...amended, price: event.price };
    else if (event.type === "TickConfirmed") amended = { ...amended, confirmed: true };
    else if (event.type === "CloseCorrected")
      amended = { ...amended, closes: { ...amended.closes, [event.instrument]: event.close } };
    else amended = { ...amended, busted: true };
  }
  return amended;
}

/** An event as amended: at its corrected price, with its corrected closes. */
export function withAmended<E extends MarketEvent>(event: E, amended: Amended | undefined): E {
  if (amended?.price !== undefined) return { ...event, price: amended.price };
  if (amended?.closes === undefined) return event;
  const { closes } = event as { readonly closes?: Readonly<Record<string, Decimal>> };
  return { ...event, closes: { ...closes, ...amended.closes } };
}
