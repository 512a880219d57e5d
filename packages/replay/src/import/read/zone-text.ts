/** Zones written after a time: an offset, a zone's name, or a short name that means one thing. */
import { ZoneClock } from "../../calendar/zone-clock.ts";

const MICROS_PER_MINUTE = 60_000_000;
const OFFSET = /^(?:GMT|UTC)?([+-])(\d{1,2})(?::?(\d{2}))?(?!\d)/i;
/** Hours from UTC, or a zone. IST, CST and BST are left out: each is the name of several zones. */
const SHORT_NAMES: Readonly<Record<string, number | string>> = {
  Z: 0,
  UTC: 0,
  GMT: 0,
  JST: 9,
  KST: 9,
  HKT: 8,
  SGT: 8,
  EST: -5,
  EDT: -4,
  PST: -8,
  PDT: -7,
  CET: 1,
  CEST: 2,
  AEST: 10,
  AEDT: 11,
  ET: "America/New_York",
};

const clocks = new Map<string, ZoneClock | undefined>();

/** Microseconds from UTC, or the clock of a named zone; undefined for any other text. */
export function zoneNamed(text: string): number | ZoneClock | undefined {
  const offset = OFFSET.exec(text);
  if (offset !== null) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    return (offset[1] === "-" ? -minutes : minutes) * MICROS_PER_MINUTE;
  }
  const short = text.toUpperCase();
  const known = Object.hasOwn(SHORT_NAMES, short) ? SHORT_NAMES[short] : undefined;
  if (typeof known === "number") return known * 60 * MICROS_PER_MINUTE;
  const name = known ?? text.replaceAll(/[[\]]/g, "");
  // Only names of places count: other names differ from one system to the next.
  if (!name.includes("/")) return undefined;
  if (!clocks.has(name)) clocks.set(name, clockOf(name));
  return clocks.get(name);
}

/** The clock of a zone; undefined if there is none of that name. */
export function clockOf(zone: string): ZoneClock | undefined {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return new ZoneClock(zone);
  } catch {
    return undefined;
  }
}
