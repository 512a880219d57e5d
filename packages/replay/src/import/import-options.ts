/** Options of an import. */
import type { ReadableLog } from "@tapefold/core";
import type { FactorChange } from "./read/factor-file.ts";
import type { Reject } from "./order/entry.ts";
import type { ListingOptions } from "./lay/listings.ts";
import type { FileStyle } from "./read/file-style.ts";
import type { Profile, ProfileOptions } from "./read/profile.ts";
import type { TellProgress } from "./report/read-progress.ts";

export interface Factors {
  readonly instrument?: string;
  readonly changes: readonly FactorChange[];
}

/** The files of an import, their market, and how they are read. */
export interface ImportOptions extends ListingOptions {
  readonly files: readonly string[];
  readonly profile: Profile;
  readonly profileOptions: ProfileOptions;
  /** Zone of times that state none; `local` is the market's own. */
  readonly zone?: string;
  readonly scale?: number;
  /** A tape to be extended: only events that it does not have yet are made. */
  readonly into?: ReadableLog;
  /** Splits of factor files; without an instrument, those of the only one there is. */
  readonly factors?: readonly Factors[];
  /** The instrument of a file whose rows do not name it, or name it otherwise. */
  readonly instrumentOf?: (fileName: string) => string | undefined;
  /** A query to DuckDB, whose answer is read as a file of rows. */
  readonly sql?: string;
  readonly delimiter?: string;
  /** How the files are written. */
  readonly style?: FileStyle;
  /** A user's own calendar file. */
  readonly calendar?: string;
  /** True to refuse a market that has no calendar and that the tape, if one is extended, does not list. */
  readonly mustKnowMarket?: boolean;
  /** True if bars that begin before trading does and reach into it count from the opening on. */
  readonly takesStraddling?: boolean;
  /** Rows held back to put late ones in their place. */
  readonly window?: number;
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly onReject?: Reject;
  /** Told the bytes read of all to be read, both passes counted. */
  readonly onProgress?: TellProgress;
}
