/** Times of day as an exchange's clock shows them; UTC if its zone is unknown. */
import type { Instant } from "@tapefold/core";
import { ZoneClock } from "../calendar/zone-clock.ts";

const MICROS_PER_MINUTE = 60_000_000;

export interface WallClock {
  /** "Tokyo time", "UTC". */
  readonly name: string;
  /** "13:30". */
  readonly time: (at: Instant) => string;
}

export function wallClock(zone: string): WallClock {
  const clock = new ZoneClock(zone);
  try {
    clock.timeOf(0);
  } catch {
    // A market's zone is free text, and may be unknown.
    return zone === "UTC" ? { name: "UTC", time: () => "" } : wallClock("UTC");
  }
  const city = zone.split("/").at(-1)?.replaceAll("_", " ");
  return {
    name: zone === "UTC" ? "UTC" : `${city} time`,
    time: (at) => {
      const minutes = Math.floor(clock.timeOf(at) / MICROS_PER_MINUTE);
      return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
    },
  };
}
