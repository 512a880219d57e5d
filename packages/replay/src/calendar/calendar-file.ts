/** Finds a market's calendar: the built-in one, or a user's own file that replaces or changes it. */
import { MarketError } from "@tapefold/core";
import { mustHaveShape } from "../disk/json-shape.ts";
import { readJson } from "../disk/text-file.ts";
import { builtInCalendars } from "./built-in.ts";
import { type CalendarData, calendarPatchSchema, calendarSchema, patchCalendar } from "./calendar-data.ts";
import { type Calendar, makeCalendar } from "./calendar.ts";

declare module "@tapefold/core" {
  interface MarketErrorDetails {
    /** No calendar of that market is known. */
    CALENDAR_UNKNOWN: { readonly mic: string };
    /**
     * A calendar file is not JSON, or does not have the calendar's shape; `field` names the part at fault.
     */
    CALENDAR_INVALID: { readonly file: string; readonly field: string };
  }
}

/**
 * The calendar of a market, from the file if one is given; throws `CALENDAR_UNKNOWN` or `CALENDAR_INVALID`.
 */
export async function calendarOf(mic: string, file?: string): Promise<Calendar> {
  const calendar = await findCalendar(mic, file);
  if (calendar !== undefined) return calendar;
  const known = [...builtInCalendars.keys()].toSorted().join(", ");
  throw new MarketError(
    "CALENDAR_UNKNOWN",
    `no calendar of ${mic}; there are ${known}, or give a file of your own`,
    {
      mic,
    },
  );
}

/** As `calendarOf`, but undefined if no calendar of the market is known. */
export async function findCalendar(mic: string, file?: string): Promise<Calendar | undefined> {
  const data = file === undefined ? builtInCalendars.get(mic) : await readCalendarFile(file);
  if (data === undefined) return undefined;
  if (data.mic !== mic && file !== undefined)
    throw invalid(file, "mic", `is of ${data.mic}, asked for was ${mic}`);
  return makeCalendar(data, file);
}

/** A calendar file checked against the calendar's shape: a whole one, or one that `extends` a built-in. */
async function readCalendarFile(file: string): Promise<CalendarData> {
  const json = await readJson(file, (problem, cause) => invalid(file, "", problem, cause));
  const fault = (field: string, problem: string): Error => invalid(file, field, problem);
  const isPatch = typeof json === "object" && json !== null && "extends" in json;
  if (!isPatch) return mustHaveShape(calendarSchema, json, fault);
  const patch = mustHaveShape(calendarPatchSchema, json, fault);
  const base = builtInCalendars.get(patch.extends);
  if (base === undefined) throw fault("extends", `names ${patch.extends}, which is no built-in calendar`);
  return mustHaveShape(calendarSchema, patchCalendar(base, patch), fault);
}

function invalid(
  file: string,
  field: string,
  problem: string,
  cause?: unknown,
): MarketError<"CALENDAR_INVALID"> {
  const message = `calendar: ${field === "" ? "" : `${field}: `}${problem} (${file})`;
  return new MarketError("CALENDAR_INVALID", message, { file, field }, cause);
}
