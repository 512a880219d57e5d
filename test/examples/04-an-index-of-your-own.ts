// An index of two shares, defined on the tape and folded from its members' ticks.
import { fold, parseEvent, record } from "@tapefold/core";
import { instrumentState, marketRules } from "@tapefold/projections";

const at = "2026-03-02T00:00:00Z";
const share = { type: "InstrumentListed", kind: "equity", mic: "XTKS", currency: "JPY", scale: 1, at };
const session = { mic: "XTKS", date: "2026-03-02" };

const lines = [
  { type: "MarketListed", mic: "XTKS", name: "Tokyo", country: "JP", region: "Asia", zone: "Asia/Tokyo", at },
  { ...share, instrument: "A", name: "Alpha" },
  { ...share, instrument: "B", name: "Beta" },
  { ...share, instrument: "PAIR", name: "Pair", kind: "index", scale: 2 },
  { type: "StreakSeeded", instrument: "A", streak: 0, close: 1000, date: "2026-02-27", at },
  { type: "StreakSeeded", instrument: "B", streak: 0, close: 500, date: "2026-02-27", at },
  { type: "StreakSeeded", instrument: "PAIR", streak: 0, close: 1000, date: "2026-02-27", at },
  {
    type: "IndexDefined",
    instrument: "PAIR",
    mode: "derived",
    weighting: "adjusted-price",
    divisor: "2",
    constituents: [
      { instrument: "A", weight: "1" },
      { instrument: "B", weight: "2" },
    ],
    at,
  },
  { type: "SessionOpened", ...session, at },
  { type: "PriceTicked", instrument: "A", price: 1010, at: "2026-03-02T00:01:00Z" },
  { type: "PriceTicked", instrument: "B", price: 498, at: "2026-03-02T00:02:00Z" },
];

const log = record(lines.map((line, index) => parseEvent({ id: `${index}`, ...line })));
const { last, changePct, index } = instrumentState(fold(marketRules, log), "PAIR");

console.log("level", last, "change", changePct, "%");
for (const { instrument, points } of index?.contributions ?? []) console.log(instrument, points);
