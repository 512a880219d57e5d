import { eventTypes, MarketError, parseEvent } from "@tapefold/core";
import { expect, test } from "vitest";

const tick = {
  id: "t1",
  type: "PriceTicked",
  at: "2026-02-10T00:00:00Z",
  instrument: "N225",
  price: 57885.77,
};
const revision = {
  id: "g1",
  type: "GuidanceRevised",
  at: "2026-02-09T06:30:00Z",
  issuer: "9434",
  fiscalYearEnd: "2026-03-31",
  span: "FY",
  scope: "consolidated",
  standard: "IFRS",
  items: [{ metric: "netSales", previous: "6700", revised: "6950", currency: "JPY", unit: "1e9" }],
};
const derived = {
  id: "i1",
  type: "IndexDefined",
  at: "2026-02-09T00:00:00Z",
  instrument: "N225",
  mode: "derived",
  weighting: "adjusted-price",
  divisor: "29.9172",
  constituents: [{ instrument: "9984", weight: "24" }],
};

test("an event is read with its instant in microseconds, its decimals as they stand", () => {
  expect(parseEvent(tick)).toEqual({ ...tick, at: 1_770_681_600_000_000 });
  expect(parseEvent({ ...tick, price: "57885.770" })).toMatchObject({ price: "57885.770" });
  expect(parseEvent(derived)).toMatchObject({ divisor: "29.9172" });
  expect(parseEvent(revision)).toMatchObject({ items: [{ revised: "6950" }] });
});

test("every type of the tape is known", () => {
  expect(eventTypes).toHaveLength(25);
});

/** The refusal of a line: the field, and words its message must hold. */
const refused: [string, unknown, string, string][] = [
  ["no object", [], "", "one JSON object"],
  ["null", null, "", "one JSON object"],
  ["no type", { id: "a" }, "type", "is missing"],
  ["an unknown type", { ...tick, type: "PriceMoved" }, "type", '"PriceMoved" is no event type'],
  ["a type every object has", { ...tick, type: "constructor" }, "type", "no event type"],
  ["an unknown field", { ...tick, colour: "red" }, "colour", "is no field"],
  ["a field every object has", withOwnProto(tick), "__proto__", "is no field"],
  ["a missing id", { ...tick, id: undefined }, "id", "is missing"],
  ["an id with a space", { ...tick, id: "a b" }, "id", "no event id"],
  ["an id with a control character", { ...tick, id: "a\u0007" }, "id", "\\u0007"],
  ["an id of 129 characters", { ...tick, id: "x".repeat(129) }, "id", "no event id"],
  ["an instrument named __proto__", { ...tick, instrument: "__proto__" }, "instrument", "is no id"],
  ["an instrument with markup", { ...tick, instrument: "<b>" }, "instrument", "is no id"],
  ["an instrument of 65 characters", { ...tick, instrument: "x".repeat(65) }, "instrument", "is no id"],
  ["a time without a zone", { ...tick, at: "2026-03-12 09:30" }, "at", "no UTC instant"],
  ["a time as a number", { ...tick, at: 5 }, "at", "must be of type string"],
  ["a price in words", { ...tick, price: "twelve" }, "price", "no decimal"],
  ["a price with an exponent in quotes", { ...tick, price: "1e9999999" }, "price", "no decimal"],
  ["a price of a thousand digits", { ...tick, price: "1".repeat(1000) }, "price", "no decimal"],
  ["an infinite price", { ...tick, price: JSON.parse("1e999") as number }, "price", "no decimal"],
  ["a later shape", { ...tick, v: 2 }, "v", "not known here; update tapefold"],
  ["a seq below zero", { ...tick, source: "s", seq: -1 }, "seq", "whole number"],
  ["an impossible date", { ...revision, fiscalYearEnd: "2026-02-30" }, "fiscalYearEnd", "no date"],
  [
    "a range the wrong way round",
    { ...revision, items: [{ ...revision.items[0], revised: ["2", "1"] }] },
    "items.0.revised",
    "no range",
  ],
  ["a metric twice", { ...revision, items: [revision.items[0], revision.items[0]] }, "items", "twice"],
  [
    "a unit that is no power of ten",
    { ...revision, items: [{ ...revision.items[0], unit: "bn" }] },
    "items.0.unit",
    "power of ten",
  ],
  ["no divisor", { ...derived, divisor: undefined }, "divisor", "is missing"],
  ["a divisor of zero", { ...derived, divisor: "0" }, "divisor", "above zero"],
  [
    "a weight of zero",
    { ...derived, constituents: [{ instrument: "A", weight: 0 }] },
    "constituents.0.weight",
    "above zero",
  ],
  [
    "a member twice",
    { ...derived, constituents: [derived.constituents[0], derived.constituents[0]] },
    "constituents",
    "twice",
  ],
  ["no members", { ...derived, constituents: [] }, "constituents", "at least one"],
  ["an unknown mode", { ...derived, mode: "guessed" }, "mode", "quoted, derived"],
  [
    "a halt of nothing",
    { id: "h", type: "TradingHalted", at: tick.at, kind: "halt" },
    "",
    "either mic or instrument",
  ],
  [
    "a halt of two",
    { id: "h", type: "TradingHalted", at: tick.at, kind: "halt", mic: "X", instrument: "Y" },
    "",
    "either mic or instrument",
  ],
  [
    "closes under a hostile name",
    { id: "c", type: "SessionClosed", at: tick.at, mic: "X", date: "2026-02-10", closes: { "a b": 1 } },
    "closes.a b",
    "is no id",
  ],
  [
    "falling table rows",
    {
      id: "p",
      type: "PriceTablesLoaded",
      at: tick.at,
      name: "t",
      kind: "limit",
      from: "2026-01-01",
      rows: [
        { below: 2, value: 1 },
        { below: 1, value: 1 },
      ],
    },
    "rows",
    "rising",
  ],
  [
    "a scale of 16",
    {
      id: "l",
      type: "InstrumentListed",
      at: tick.at,
      instrument: "A",
      name: "A",
      kind: "equity",
      mic: "X",
      currency: "JPY",
      scale: 16,
    },
    "scale",
    "0 to 15",
  ],
];

test.each(refused)("refused: %s", (_, value, field, words) => {
  const error = caught(() => parseEvent(value, { log: "a.jsonl", line: 7 }));
  expect(error).toBeInstanceOf(MarketError);
  expect(error).toMatchObject({ code: "LOG_LINE_INVALID", detail: { field, log: "a.jsonl", line: 7 } });
  expect(error?.message).toContain(words);
  expect(error?.message).not.toMatch(/[^\x20-\x7e]/);
});

test("a price the market would refuse is no matter of the schema", () => {
  for (const price of [0, -1, 0.1234567891, 1e300, "9007199254740993"])
    expect(parseEvent({ ...tick, price })).toMatchObject({ price });
});

function caught(act: () => unknown): Error | undefined {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  return undefined;
}

function withOwnProto(value: object): unknown {
  return JSON.parse(`${JSON.stringify(value).slice(0, -1)},"__proto__":1}`);
}
