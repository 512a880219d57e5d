/** The overnight lead: the session of the United States before a market's open. */
import { describe, expect, test } from "vitest";
import { closed, FRI, type Line, type Lines, listed, market, MON, opened, shown, TUE } from "../tape.ts";

describe("the overnight lead", () => {
  const markets: Lines = [
    [market("XNYS", "US", "US"), market("XNAS", "US", "US"), market("XTKS"), listed("A")],
    [listed("Q", { mic: "XNAS" }), listed("N", { mic: "XNYS" })],
  ];
  const us = (mic: string, date: string, openAt: string, closeAt: string): Line[] => [
    opened(date, { mic, at: openAt }),
    closed(date, undefined, { mic, at: closeAt }),
  ];
  const friday = us("XNYS", FRI, "2026-02-06T14:30:00Z", "2026-02-06T21:00:00Z");
  const tokyoOpens = (date: string, at: string): Line => opened(date, { at });
  const lead = (...lines: Lines): unknown => shown(markets, lines).instruments["A"]?.overnightLead;

  test("is the US session closed last at the market's open; Monday's is Friday's", () => {
    expect(lead(friday, tokyoOpens(MON, "2026-02-09T00:00:00Z"))).toEqual({
      mic: "XNYS",
      date: FRI,
      stale: false,
    });
    const monday = us("XNYS", MON, "2026-02-09T14:30:00Z", "2026-02-09T21:00:00Z");
    const tuesday = [friday, tokyoOpens(MON, "2026-02-09T00:00:00Z"), monday];
    expect(lead(tuesday)).toMatchObject({ date: FRI });
    expect(lead(tuesday, tokyoOpens(TUE, "2026-02-10T00:00:00Z"))).toEqual({
      mic: "XNYS",
      date: MON,
      stale: false,
    });
  });

  test("by the instants of closes and opens, not by their places on the tape", () => {
    const late = [tokyoOpens(MON, "2026-02-09T00:00:00Z"), friday];
    expect(lead(late)).toEqual({ mic: "XNYS", date: FRI, stale: false });
    const still = us("XNYS", FRI, "2026-02-06T14:30:00Z", "2026-02-09T00:00:01Z");
    expect(lead(still, tokyoOpens(MON, "2026-02-09T00:00:00Z"))).toBeNull();
    const same = us("XNYS", FRI, "2026-02-06T14:30:00Z", "2026-02-09T00:00:00Z");
    expect(lead(same, tokyoOpens(MON, "2026-02-09T00:00:00Z"))).toMatchObject({ date: FRI });
  });

  test("of two closing at one instant the market listed first, else the later", () => {
    const nasdaq = us("XNAS", FRI, "2026-02-06T14:30:00Z", "2026-02-06T21:00:00Z");
    expect(lead(nasdaq, friday, tokyoOpens(MON, "2026-02-09T00:00:00Z"))).toMatchObject({ mic: "XNYS" });
    const later = us("XNAS", FRI, "2026-02-06T14:30:00Z", "2026-02-06T21:00:01Z");
    expect(lead(friday, later, tokyoOpens(MON, "2026-02-09T00:00:00Z"))).toMatchObject({ mic: "XNAS" });
  });

  test("`stale` where the US close isn't after the market's own previous close", () => {
    const own = (closeAt: string): Line[] => [
      opened(FRI, { at: "2026-02-06T00:00:00Z" }),
      closed(FRI, undefined, { at: closeAt }),
    ];
    const next = tokyoOpens(MON, "2026-02-09T00:00:00Z");
    expect(lead(own("2026-02-06T06:30:00Z"), friday, next)).toMatchObject({ stale: false });
    expect(lead(friday, own("2026-02-06T21:00:00Z"), next)).toMatchObject({ stale: true });
    expect(lead(friday, own("2026-02-06T20:59:59Z"), next)).toMatchObject({ stale: false });
  });

  test("null before a session, for US markets, and where none has closed", () => {
    expect(lead(friday)).toBeNull();
    expect(lead(tokyoOpens(MON, "2026-02-09T00:00:00Z"))).toBeNull();
    const both = shown(markets, friday, opened(MON, { mic: "XNAS", at: "2026-02-09T14:30:00Z" }));
    expect(both.instruments["Q"]?.overnightLead).toBeNull();
  });
});

test("an overnight lead may lie years back", () => {
  const { instruments } = shown(
    market("XNYS", "US", "US"),
    market("XTKS"),
    listed("A"),
    opened("2024-06-03", { mic: "XNYS", at: "2024-06-03T13:30:00Z" }),
    closed("2024-06-03", undefined, { mic: "XNYS", at: "2024-06-03T21:00:00Z" }),
    opened("2026-01-05", { at: "2026-01-05T00:00:00Z" }),
  );
  expect(instruments["A"]?.overnightLead).toEqual({ mic: "XNYS", date: "2024-06-03", stale: false });
});
