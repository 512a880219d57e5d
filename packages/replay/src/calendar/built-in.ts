/** The calendars that come with tapefold, by market identifier code. */
import type { CalendarData } from "./calendar-data.ts";
import { xasx } from "./data/xasx.ts";
import { xetr, xfra } from "./data/xetr.ts";
import { xhkg } from "./data/xhkg.ts";
import { xkos, xkrx } from "./data/xkrx.ts";
import { xbom, xnse } from "./data/xnse.ts";
import { xlon } from "./data/xlon.ts";
import { xnas, xnys } from "./data/xnys.ts";
import { xses } from "./data/xses.ts";
import { xshe, xshg } from "./data/xshg.ts";
import { xtai } from "./data/xtai.ts";
import { xtse } from "./data/xtse.ts";
import { xtks } from "./data/xtks.ts";

/** The built-in calendars by market identifier code (ISO 10383). */
export const builtInCalendars: ReadonlyMap<string, CalendarData> = new Map(
  [xasx, xbom, xetr, xfra, xhkg, xkos, xkrx, xlon, xnas, xnse, xnys, xses, xshe, xshg, xtai, xtks, xtse].map(
    (data) => [data.mic, data],
  ),
);
