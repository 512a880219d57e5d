/** The short way of admission, which almost every tick takes: what it is judged by is known of its instrument. */
import { type Draft, type EventOf, type Read, type TickGate, toUnits } from "@tapefold/core";
import { isHalted } from "../session/halt.ts";
import { indexDefinition } from "../reference/index-definition.ts";
import { listing } from "../reference/listing.ts";
import { currentSession, isTrading, type Session } from "../session/session.ts";
import { type SourceHead, sourceHead } from "./seen-ids.ts";

/** What the ticks of an instrument are judged by, while its market trades. */
interface TickRules {
  readonly scale: number;
  readonly session: Session;
}

export const tickGate: TickGate = { of: tickRules, heads: sourceHead, passes };

function tickRules(instrument: string, read: Read): TickRules | null {
  const { mic, kind, scale, tickSizes, priceLimits, fatFinger } = read(listing, instrument);
  if (mic === "" || isHalted(read, instrument, mic)) return null;
  if (kind === "index" && read(indexDefinition, instrument).mode === "derived") return null;
  if (tickSizes !== null || priceLimits !== null || fatFinger !== null) return null;
  const current = read(currentSession, mic);
  return isTrading(current) ? { scale, session: current } : null;
}

function passes(
  { at, price, seq }: EventOf<"PriceTicked">,
  { scale, session: { openedAt } }: TickRules,
  head: Draft<SourceHead>,
): boolean {
  if (seq === undefined || seq <= head.seq || at < openedAt) return false;
  const units = toUnits(price, scale);
  if (units === undefined || units <= 0) return false;
  head.seq = seq;
  return true;
}
