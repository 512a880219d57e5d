import type { ZoneClock } from "../../calendar/zone-clock.ts";
import { fileError } from "../import-errors.ts";
import type { FileContext } from "./profile.ts";

/** The zone of a file's local times: that of `--zone`, else the market's. Throws `IMPORT_ZONE` if neither is known. */
export function localClock({ name, clock, calendar }: FileContext): ZoneClock {
  const known = clock ?? calendar?.clock;
  if (known !== undefined) return known;
  throw fileError("IMPORT_ZONE", "the market has no calendar whose zone is known; give --zone", name);
}
