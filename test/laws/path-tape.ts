import type { MarketEvent } from "@tapefold/core";
import { renumbered } from "./tapes.ts";

/** A share with records of 97 and 120 behind it, and one session of a path and a close. */
export function pathTape(path: readonly number[], close: number) {
  const lines = [
    { type: "MarketListed", mic: "XTKS", name: "Tokyo", country: "JP", region: "Asia", zone: "UTC" },
    {
      type: "InstrumentListed",
      instrument: "A",
      name: "A",
      kind: "equity",
      mic: "XTKS",
      currency: "JPY",
      scale: 0,
    },
    { type: "RecordSeeded", instrument: "A", basis: "close", level: 97, date: "2026-02-09" },
    { type: "RecordSeeded", instrument: "A", basis: "high", level: 105, date: "2026-02-09" },
    { type: "SessionOpened", mic: "XTKS", date: "2026-02-10" },
    ...path.map((price) => ({ type: "PriceTicked", instrument: "A", price })),
    { type: "SessionClosed", mic: "XTKS", date: "2026-02-10", closes: { A: close } },
  ];
  return renumbered(lines.map((line, index) => ({ id: `e${index}`, at: index, ...line }) as MarketEvent));
}
