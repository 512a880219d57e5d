/** Laws of sessions and of the night before. */
import type { TradingDate } from "@tapefold/core";
import { historyOracle } from "@tapefold/projections/testing";
import { expect, test } from "vitest";
import { everyState, everyTape, instrumentsOf } from "./tapes.ts";

test("a market's sessions are disjoint on the tape, in order, and open before they close", () => {
  everyTape({}, (log) => {
    const { sessions } = historyOracle(log);
    for (const mic of new Set(sessions.map((one) => one.mic))) {
      let end = 0;
      for (const { openPosition, endPosition, openAt, closedAt } of sessions.filter(
        (one) => one.mic === mic,
      )) {
        expect(openPosition).toBeGreaterThanOrEqual(end);
        end = endPosition ?? Infinity;
        expect(end).toBeGreaterThan(openPosition);
        if (closedAt !== null) expect(closedAt).toBeGreaterThan(openAt);
      }
    }
    return sessions.length > 0;
  });
});

test("the date is one within a session, and later in the next", () => {
  everyTape(
    { amendments: false },
    (log) => {
      const dates = new Map<string, TradingDate | null>();
      for (const { state, event, code } of everyState(log)) {
        for (const [id, { date, mic }] of Object.entries(instrumentsOf(state))) {
          const before = dates.get(id) ?? null;
          const opens = event.type === "SessionOpened" && code === null && event.mic === mic;
          if (opens) expect(date !== null && date > (before ?? "")).toBe(true);
          else if (dates.has(id)) expect(date).toBe(before);
          dates.set(id, date);
        }
      }
    },
    25,
  );
});

test("the session of the night before closed by the open, and never goes back", () => {
  everyTape(
    { amendments: false, slips: false },
    (log) => {
      const leads = new Map<string, TradingDate>();
      let led = 0;
      for (const { state, event, code } of everyState(log)) {
        if (event.type !== "SessionOpened" || code !== null) continue;
        const instruments = instrumentsOf(state);
        const lead = Object.values(instruments).find(({ mic }) => mic === event.mic)?.overnightLead;
        if (lead === null || lead === undefined) continue;
        const closing = log.findLast(
          (one) =>
            one.event.type === "SessionClosed" && one.event.mic === lead.mic && one.event.date === lead.date,
        );
        expect(closing?.event.at).toBeLessThanOrEqual(event.at);
        const key = `${event.mic} ${lead.mic}`;
        expect(lead.date >= (leads.get(key) ?? "")).toBe(true);
        leads.set(key, lead.date);
        led += 1;
      }
      return led > 0;
    },
    40,
  );
});
