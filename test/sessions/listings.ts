import { type ListedInstrument, markets } from "./markets.ts";
import type { TapeLine } from "./tape-line.ts";

/** The opening lines of a tape: markets, calendars from each market's first session on, instruments. */
export function listings(
  at: string,
  listed: readonly ListedInstrument[],
  firstDates: ReadonlyMap<string, string>,
): TapeLine[] {
  const dates = ["02-04", "02-05", "02-06", "02-09", "02-10", "02-11", "02-12", "02-13"].map(
    (day) => `2026-${day}`,
  );
  const calendars = [...firstDates].map(([mic, from]): TapeLine => ({
    id: `${mic.toLowerCase()}-calendar`,
    type: "CalendarLoaded",
    at,
    mic,
    from,
    to: "2026-02-13",
    // The 11th is a holiday in Japan.
    dates: dates.filter((date) => date >= from && !(mic === "XTKS" && date === "2026-02-11")),
  }));
  return [
    ...markets.map(({ mic, name, country, region, zone }): TapeLine => ({
      id: `${mic.toLowerCase()}-listed`,
      type: "MarketListed",
      at,
      mic,
      name,
      country,
      region,
      zone,
    })),
    ...calendars,
    ...listed.map((own): TapeLine => ({
      id: `${own.instrument.toLowerCase()}-listed`,
      type: "InstrumentListed",
      at,
      ...own,
    })),
  ];
}
