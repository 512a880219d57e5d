/** Opens all files of an import, each with the shape that fits it. */
import { resolve } from "node:path";
import { MarketError } from "@tapefold/core";
import type { Calendar } from "../../calendar/calendar.ts";
import type { ZoneClock } from "../../calendar/zone-clock.ts";
import { mustBeInstrument } from "./assign-files.ts";
import { type OpenedFile, openFile } from "./opened-file.ts";
import type { ImportOptions } from "../import-options.ts";
import { faultOf, sourceFiles, sqlSource } from "./source-file.ts";
import { clockOf } from "./zone-text.ts";

/** Throws `IMPORT_HEADER`, `IMPORT_FILE`, `IMPORT_ZONE`, `USAGE`. */
export async function openFiles(
  options: ImportOptions,
  calendar: Calendar | undefined,
): Promise<OpenedFile[]> {
  const { profile, profileOptions, stdin = process.stdin, style = {} } = options;
  const clock = options.zone === undefined ? undefined : zoneClock(options.zone, calendar);
  const delimiter = options.delimiter ?? profile.delimiter ?? ",";
  const opened: OpenedFile[] = [];
  // Keyed by location, so that the order and the way in which files are named change nothing.
  const files = new Map(options.files.map((path) => [path === "-" ? path : resolve(path), path]));
  const paths = [...files].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
  const query = options.sql === undefined ? [] : [[sqlSource(options.sql)]];
  for (const found of [...query, ...paths]) {
    for (const source of typeof found === "string" ? await sourceFiles(found, stdin) : found) {
      const named = options.instrumentOf?.(source.name);
      const instrument = named === undefined ? undefined : (style.renames?.get(named) ?? named);
      if (instrument !== undefined) mustBeInstrument(instrument, source.name, "--instrument-from");
      const own = instrument === undefined ? profileOptions : { ...profileOptions, instrument };
      const context = { options: own, calendar, clock };
      const file = await openFile(source, profile, context, delimiter, style).catch(
        async (fault: unknown) => {
          throw await faultOf(source, fault);
        },
      );
      if (file === undefined) continue;
      if (file.needsInstrument) {
        throw new MarketError(
          "USAGE",
          `the rows do not name their instrument; give --instrument (${source.name})`,
          {
            argument: "--instrument",
          },
        );
      }
      opened.push(file);
    }
  }
  return opened;
}

function zoneClock(zone: string, calendar: Calendar | undefined): ZoneClock {
  const clock = zone === "local" ? calendar?.clock : clockOf(zone);
  if (clock !== undefined) return clock;
  const problem =
    zone === "local" ? "the market has no calendar whose zone is known" : `there is no zone ${zone}`;
  throw new MarketError("USAGE", `${problem}; give an IANA zone such as Asia/Tokyo`, { argument: "--zone" });
}
