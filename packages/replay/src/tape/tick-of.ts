import type { EventOf } from "@tapefold/core";

/**
 * A tick as it is read. Its fields stand in the order of a line, so that all ticks are of one kind to the
 * engine that runs this.
 */
export function tickOf(
  id: string,
  at: number,
  instrument: string,
  price: EventOf<"PriceTicked">["price"],
  size: EventOf<"PriceTicked">["size"],
  source: string | undefined,
  seq: number | undefined,
): EventOf<"PriceTicked"> {
  const type = "PriceTicked";
  if (source === undefined || seq === undefined) {
    return size === undefined
      ? { id, type, at, instrument, price }
      : { id, type, at, instrument, price, size };
  }
  return size === undefined
    ? { id, type, at, instrument, price, source, seq }
    : { id, type, at, instrument, price, size, source, seq };
}
