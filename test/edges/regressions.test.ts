/** Faults found once, each kept as it was found. */
import { expect, test } from "vitest";
import { shown } from "../projections/tape.ts";

const market = (mic: string, region: string) =>
  ({
    type: "MarketListed",
    mic,
    name: mic,
    country: region === "US" ? "US" : "JP",
    region,
    zone: "Etc/UTC",
  }) as const;
const opened = (mic: string, date: string) => ({ type: "SessionOpened", mic, date }) as const;
const closed = (mic: string, date: string) => ({ type: "SessionClosed", mic, date }) as const;
const share = {
  type: "InstrumentListed",
  instrument: "S",
  name: "S",
  kind: "equity",
  mic: "XA",
  currency: "JPY",
  scale: 0,
  issuer: "I",
} as const;
const tick = (price: number) => ({ type: "PriceTicked", instrument: "S", price }) as const;

test("an overnight lead may lie years back", () => {
  const at = (instant: string) => ({ at: instant });
  const { instruments } = shown(
    market("XNYS", "US"),
    market("XA", "Asia"),
    share,
    { ...opened("XNYS", "2024-06-03"), ...at("2024-06-03T13:30:00Z") },
    { ...closed("XNYS", "2024-06-03"), ...at("2024-06-03T21:00:00Z") },
    { ...opened("XA", "2026-01-05"), ...at("2026-01-05T00:00:00Z") },
  );
  expect(instruments["S"]?.overnightLead).toEqual({ mic: "XNYS", date: "2024-06-03", stale: false });
});

test("a session without a price of the instrument is not the one that reacts", () => {
  const { guidance } = shown(
    market("XA", "Asia"),
    share,
    opened("XA", "2026-01-05"),
    tick(100),
    closed("XA", "2026-01-05"),
    {
      type: "GuidanceRevised",
      issuer: "I",
      fiscalYearEnd: "2026-03-31",
      span: "FY",
      scope: "consolidated",
      standard: "IFRS",
      items: [{ metric: "eps", previous: 1, revised: 2 }],
    },
    opened("XA", "2026-01-06"),
    closed("XA", "2026-01-06"),
    opened("XA", "2026-01-07"),
    tick(110),
  );
  expect(guidance[0]?.reactions[0]).toMatchObject({
    date: "2026-01-07",
    reference: "100",
    gapPct: "10.0000",
  });
});
