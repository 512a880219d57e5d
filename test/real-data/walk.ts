/** Streak and records after each session of a tape, as they stand at the close. */
import { defineProjection, fold, type MarketEvent, type Read, record } from "@tapefold/core";
import { marketRules, recordClose, recordHigh, sessionStreak } from "@tapefold/projections";

export interface AfterSession {
  readonly streak: number | null;
  /** Strictly above all sessions before; the first counts. */
  readonly isRecordClose: boolean;
  readonly isRecordHigh: boolean;
}

/** Listens at every close of an instrument and notes what the rules have made of it. */
const afterSessions = defineProjection<{ readonly sessions: readonly AfterSession[] }>({
  name: "after-sessions",
  version: 1,
  needs: [recordClose, recordHigh, sessionStreak],
  key: { InstrumentClosed: ({ instrument }) => instrument },
  initial: { sessions: [] },
  on: {
    InstrumentClosed: (noted, { instrument }, { read }) => {
      const isFirst = noted.sessions.length === 0;
      noted.sessions.push({
        streak: read(sessionStreak, instrument).confirmed,
        isRecordClose: isFirst || isSet(recordClose, instrument, read),
        isRecordHigh: isFirst || isSet(recordHigh, instrument, read),
      });
    },
  },
});

function isSet(rule: typeof recordClose | typeof recordHigh, instrument: string, read: Read): boolean {
  const shown = rule.definition.view?.(read(rule, instrument), instrument, read);
  return shown?.record?.setThisSession === true;
}

export function walk(instrument: string, events: readonly MarketEvent[]): readonly AfterSession[] {
  return fold([...marketRules, afterSessions], record(events)).read(afterSessions, instrument).sessions;
}

/** The same from a list of prices alone, by numbers and without any of the rules' code. */
export function naively(rows: readonly { readonly high: number; readonly close: number }[]): AfterSession[] {
  let streak = 0;
  let [highestClose, highestHigh] = [-Infinity, -Infinity];
  return rows.map(({ high, close }, row) => {
    const change = row === 0 ? 0 : Math.sign(close - (rows[row - 1]?.close ?? close));
    streak = change === 0 ? 0 : Math.sign(streak) === change ? streak + change : change;
    const after = { streak, isRecordClose: close > highestClose, isRecordHigh: high > highestHigh };
    highestClose = Math.max(highestClose, close);
    highestHigh = Math.max(highestHigh, high);
    return after;
  });
}

/** Rows on which two walks differ. */
export function differences(found: readonly AfterSession[], expected: readonly AfterSession[]): number[] {
  return expected.flatMap((one, row) => (JSON.stringify(one) === JSON.stringify(found[row]) ? [] : [row]));
}
