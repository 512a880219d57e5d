/** Examples as a user writes them. */
import { given } from "@tapefold/projections/testing";
import { expect, test } from "vitest";

const listed = [
  { type: "MarketListed", mic: "XTKS", name: "Tokyo", country: "JP", region: "Asia", zone: "Asia/Tokyo" },
  {
    type: "InstrumentListed",
    instrument: "A",
    name: "A",
    kind: "equity",
    mic: "XTKS",
    currency: "JPY",
    scale: 0,
  },
];
const sessions = given(
  ...listed,
  { type: "SessionOpened", mic: "XTKS", date: "2026-02-09", at: "2026-02-09T00:00:00Z" },
  { type: "SessionClosed", mic: "XTKS", date: "2026-02-09", closes: { A: 100 } },
  { type: "SessionOpened", mic: "XTKS", date: "2026-02-10", at: "2026-02-10T00:00:00Z" },
);

test("a field is as the example says after its lines", () => {
  sessions.when({ type: "PriceTicked", instrument: "A", price: 103 }).then({
    "instruments.A.last": "103",
    "instruments.A.changePct": "3.0000",
    "instruments.A.streak.provisional": 1,
  });
});

test("every field that is another is named", () => {
  const example = sessions.when({ type: "PriceTicked", instrument: "A", price: 97 });
  expect(() => example.then({ "instruments.A.last": "98", "instruments.A.move": "up" })).toThrow(
    "instruments.A.last is 97, not 98\ninstruments.A.move is down, not up",
  );
  expect(() => example.then({ "instruments.A.price": "97" })).toThrow("is no field of the state");
});
