import fc from "fast-check";
import { dateOf, type Step, type TapeWriter } from "./tape-writer.ts";

const HOUR = 3_600_000_000;
const MARKETS = [
  { mic: "XTKS", name: "Tokyo", country: "JP", region: "Asia", zone: "Asia/Tokyo", opensAt: 0 },
  { mic: "XNYS", name: "New York", country: "US", region: "US", zone: "America/New_York", opensAt: 14.5 },
  { mic: "XASX", name: "Sydney", country: "AU", region: "Asia", zone: "Australia/Sydney", opensAt: -1 },
  { mic: "XNAS", name: "Nasdaq", country: "US", region: "US", zone: "America/New_York", opensAt: 14.5 },
] as const;

/** Number of trading days that a generated calendar covers. */
const CALENDAR_DAYS = 15;

/** One to four markets in two regions, the `US` one of them, some with a calendar. */
export function markets(calendars: boolean): fc.Arbitrary<Step> {
  return fc
    .tuple(
      fc.integer({ min: 1, max: MARKETS.length }),
      fc.array(calendars ? fc.option(holidays(), { freq: 3 }) : fc.constant(null), {
        minLength: MARKETS.length,
        maxLength: MARKETS.length,
      }),
    )
    .map(([count, closed]) => (tape) => {
      for (const [index, { opensAt, ...listed }] of MARKETS.slice(0, count).entries()) {
        const holidaysHere = closed[index] ?? null;
        const { mic } = listed;
        tape.write({ type: "MarketListed", ...listed });
        tape.markets.push({
          mic,
          opensAfter: opensAt * HOUR,
          holidays: new Set(holidaysHere),
          day: -1,
          phase: null,
        });
        if (holidaysHere !== null) loadCalendar(tape, mic, holidaysHere);
      }
    });
}

function holidays(): fc.Arbitrary<readonly number[]> {
  return fc.array(fc.nat({ max: CALENDAR_DAYS - 1 }), { maxLength: 2 });
}

function loadCalendar(tape: TapeWriter, mic: string, closed: readonly number[]): void {
  const days = Array.from({ length: CALENDAR_DAYS }, (_, day) => day);
  tape.write({
    type: "CalendarLoaded",
    mic,
    from: dateOf(0),
    to: dateOf(CALENDAR_DAYS - 1),
    dates: days.filter((day) => !closed.includes(day)).map(dateOf),
  });
}
