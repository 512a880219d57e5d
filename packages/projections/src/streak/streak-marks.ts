/**
 * Streak marks: the seeds and the gaps of an instrument, by which `sessionRows` counts its streak. Not one of the market's
 * rules, which need only the last seed.
 */
import { defineProjection, type Read, toUnits, type TradingDate } from "@tapefold/core";
import { history, sessionsAfter } from "../price/history.ts";
import { quote } from "../price/quote.ts";
import { listing } from "../reference/listing.ts";
import { calendar, isMissing } from "../session/calendar.ts";

/** The sessions at which an instrument's streak begins anew, and those at which it becomes unknown. */
export interface StreakMarks {
  /** Seeds in order of date and of tape: a later one replaces those of its date and after it. */
  readonly seeds: readonly StreakSeed[];
  /** Dates of sessions before which a scheduled one was found missing, at their open or again by a seed. */
  readonly gaps: readonly TradingDate[];
}

export interface StreakSeed {
  readonly date: TradingDate;
  readonly streak: number;
  readonly close: number;
}

/** A rule to fold beside the market's rules; `sessionRows` reads it. */
export const streakMarks = defineProjection<StreakMarks>({
  name: "streak-marks",
  version: 1,
  needs: [calendar, history, listing, quote],
  key: {
    StreakSeeded: ({ instrument }) => instrument,
    InstrumentOpened: ({ instrument, missing }) => (missing ? instrument : null),
  },
  initial: { seeds: [], gaps: [] },
  on: {
    StreakSeeded: (known, { instrument, date, streak, close }, { read }) => {
      const units = toUnits(close, read(listing, instrument).scale) ?? 0;
      known.seeds = known.seeds.filter((seed) => seed.date < date);
      known.seeds.push({ date, streak, close: units });
      known.gaps = [...known.gaps.filter((gap) => gap <= date), ...gapsAfter(read, instrument, date)];
    },
    InstrumentOpened: (known, { date }) => {
      known.gaps.push(date);
    },
  },
});

function gapsAfter(read: Read, instrument: string, after: TradingDate): TradingDate[] {
  const { mic } = read(listing, instrument);
  const dates = sessionsAfter({ read }, instrument, after).map(({ date }) => date);
  const { date: today } = read(quote, instrument);
  if (today !== null && today > after) dates.push(today);
  return dates.filter((date, index) => isMissing(read, mic, dates[index - 1] ?? after, date));
}
