/**
 * Amendments: what later events of the tape say of a tick. A bust makes it never to have been, a correction gives
 * it another price, a confirmation vouches for it. They hold wherever they stand, so a fold knows them before it
 * meets the tick.
 */
import type { MarketEvent } from "./event.ts";
import type { Decimal } from "../exact/decimal.ts";
import type { Recorded } from "./recorded.ts";

/** What the tape says of one tick elsewhere. */
export interface AmendedTick {
  readonly busted: boolean;
  /** The last correction's price. */
  readonly price?: Decimal;
  readonly confirmed: boolean;
}

export type Amendment = Extract<MarketEvent, { type: "TickBusted" | "TickCorrected" | "TickConfirmed" }>;
export type Amendments = ReadonlyMap<string, AmendedTick>;

export function isAmendment(event: MarketEvent): event is Amendment {
  const { type } = event;
  return type === "TickBusted" || type === "TickCorrected" || type === "TickConfirmed";
}

/** What the amendments among some events come to, by their ticks' ids, on top of those known `before`; the `refused`, by position, count for nothing. */
export function amendmentsOf(
  recorded: Iterable<Recorded>,
  { before, refused }: { readonly before?: Amendments; readonly refused?: ReadonlySet<number> } = {},
): Map<string, AmendedTick> {
  const amendments = new Map(before);
  for (const { position, event } of recorded) {
    if (isAmendment(event) && refused?.has(position) !== true) amend(amendments, event);
  }
  return amendments;
}

/** Adds one amendment, later on the tape than those before: a bust beats all, of corrections the last one holds. */
function amend(amendments: Map<string, AmendedTick>, event: Amendment): void {
  const known = amendments.get(event.tick) ?? { busted: false, confirmed: false };
  if (event.type === "TickBusted") amendments.set(event.tick, { ...known, busted: true });
  else if (event.type === "TickCorrected") amendments.set(event.tick, { ...known, price: event.price });
  else amendments.set(event.tick, { ...known, confirmed: true });
}
