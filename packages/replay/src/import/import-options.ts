/** What an import is told. */
import type { Reject } from "./order/entry.ts";
import type { ListingOptions } from "./lay/tape-opening.ts";
import type { FileStyle } from "./read/file-style.ts";
import type { Profile, ProfileOptions } from "./read/profile.ts";
import type { TellProgress } from "./report/read-progress.ts";

export interface ImportOptions extends ListingOptions {
  readonly files: readonly string[];
  readonly profile: Profile;
  readonly profileOptions: ProfileOptions;
  /** Zone of times that state none; `local` is the market's own. */
  readonly zone?: string;
  readonly scale?: number;
  readonly delimiter?: string;
  /** How the files are written. */
  readonly style?: FileStyle;
  /** A user's own calendar file. */
  readonly calendar?: string;
  /** Bars that begin before trading does and reach into it count from the opening on. */
  readonly takesStraddling?: boolean;
  /** Rows held back to put late ones in their place. */
  readonly window?: number;
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly onReject?: Reject;
  /** Bytes read of all to be read, both passes counted. */
  readonly onProgress?: TellProgress;
}
