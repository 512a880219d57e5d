/** The options of `tapefold replay`: which of them go together, and how its boards look. */
import type { ColourOrder, Looks } from "../show/board-style.ts";
import { usageError } from "../show/error-line.ts";

/** The options as they were typed. */
export interface ReplayOptions {
  readonly at?: readonly string[];
  readonly speed: "max" | number;
  /** False for `--no-skip`. */
  readonly skip: boolean;
  readonly follow?: true;
  readonly workers?: number;
  readonly without?: readonly string[];
  readonly rules?: string;
  readonly snapshots?: true;
  readonly colours: ColourOrder;
  readonly ascii?: true;
  readonly instrument?: readonly string[];
  readonly market?: readonly string[];
  readonly all?: true;
  readonly json?: true;
}

/** @throws MarketError `USAGE` for options that can't be given together. */
export function mustGoTogether(options: ReplayOptions): void {
  if (options.json && (options.at?.length ?? 0) > 1)
    throw usageError("--json shows one state; give --at once", "--json");
  if (options.follow) mustGoAlone(options, "--follow goes with the tape as it comes");
  if (options.workers !== undefined) mustSpread(options);
}

/** Following and spreading have their own end, pace and gaps, so options that set them are refused. */
function mustGoAlone({ at, speed: pace, without, rules }: ReplayOptions, why: string): void {
  const given = {
    "--at": at,
    "--speed": pace === "max" ? undefined : pace,
    "--without": without,
    "--rules": rules,
  };
  const [other] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
  if (other !== undefined) throw usageError(`${why}; leave ${other} out`, other);
}

function mustSpread(options: ReplayOptions): void {
  if (options.workers === 0) throw usageError("--workers 0 folds nothing; give 1 or more", "--workers");
  mustGoAlone(options, "--workers fold the whole tape by the market's rules");
  if (options.follow) throw usageError("--workers fold what stands; leave --follow out", "--follow");
}

export function looksOf({ colours, ascii, instrument, market, all }: ReplayOptions): Looks {
  const scope = {
    ...(instrument === undefined ? {} : { instruments: instrument }),
    ...(market === undefined ? {} : { markets: market }),
    all: all === true,
  };
  return { colours, isAscii: ascii === true, scope };
}
