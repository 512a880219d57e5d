/**
 * Busiest session: the session in which an instrument traded most often. Only accepted ticks that move the last price
 * count; of two sessions with as many ticks the earlier one stands.
 */
import { defineProjection, type TradingDate } from "@tapefold/core";
import { currentSession, listing } from "@tapefold/projections";

export interface BusiestSession {
  /** Date of the session; null before the first tick. */
  readonly date: TradingDate | null;
  readonly ticks: number;
  /** The session that is counted at present. */
  readonly current: { readonly date: TradingDate | null; readonly ticks: number };
}

export const busiestSession = defineProjection<BusiestSession>({
  name: "busiest-session",
  version: 1,
  needs: [currentSession, listing],
  key: ({ instrument }) => instrument,
  initial: { date: null, ticks: 0, current: { date: null, ticks: 0 } },
  on: {
    PriceTicked: (busiest, { updates }, { key, read }) => {
      if (updates?.includes("last") === false) return;
      const { date } = read(currentSession, read(listing, key).mic);
      const ticks = busiest.current.date === date ? busiest.current.ticks + 1 : 1;
      busiest.current = { date, ticks };
      if (ticks <= busiest.ticks) return;
      busiest.date = date;
      busiest.ticks = ticks;
    },
  },
});
