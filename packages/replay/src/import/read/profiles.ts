import type { Profile } from "./profile.ts";
import { bars } from "../profiles/bars.ts";
import { databentoCsv } from "../profiles/databento-csv.ts";
import { jquants } from "../profiles/jquants.ts";
import { lean } from "../profiles/lean.ts";
import { lobster } from "../profiles/lobster.ts";
import { ohlc } from "../profiles/ohlc.ts";
import { polygonTrades } from "../profiles/polygon-trades.ts";
import { stooq } from "../profiles/stooq.ts";
import { ticks } from "../profiles/ticks.ts";
import { yahoo } from "../profiles/yahoo.ts";

/** All profiles, in the order `tapefold import --profiles` lists them. */
export const profiles: readonly Profile[] = [
  ohlc,
  yahoo,
  stooq,
  bars,
  ticks,
  lean,
  polygonTrades,
  lobster,
  databentoCsv,
  jquants,
];
