/** What an import is told. */
import type { Reject } from "./entry.ts";
import type { ListingOptions } from "./listing.ts";
import type { Profile, ProfileOptions } from "./profile.ts";
import type { TellProgress } from "./read-progress.ts";

export interface ImportOptions extends ListingOptions {
  readonly files: readonly string[];
  readonly profile: Profile;
  readonly profileOptions: ProfileOptions;
  /** Zone of times that state none; `local` is the market's own. */
  readonly zone?: string;
  readonly scale?: number;
  readonly delimiter?: string;
  /** A user's own calendar file. */
  readonly calendar?: string;
  /** Rows held back to put late ones in their place. */
  readonly window?: number;
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly onReject?: Reject;
  /** Bytes read of all to be read, both passes counted. */
  readonly onProgress?: TellProgress;
}
