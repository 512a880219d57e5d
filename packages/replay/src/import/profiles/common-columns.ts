/** Columns that files of many sources have, by all the names they go by; of several in a file the first counts. */
import type { Column } from "../read/profile.ts";

/** Names of a column that holds a date and a time. */
export const STAMP_NAMES = ["timestamp", "datetime"] as const;
/** Names of the beginning of a bar. */
export const BEGIN_NAMES = ["open_time", "window_start"] as const;
/** Names of a split's new shares for an old one. */
export const SPLIT_NAMES = ["split_coefficient", "split_factor", "splitFactor", "split_ratio"] as const;
/** Names of a trade's size. */
export const SIZE_NAMES = ["volume", "quantity", "qty"] as const;

/** The column that names the instrument, unless `--instrument` does. */
export const instrumentColumn: Column = {
  name: "instrument",
  isInstrument: true,
  aliases: ["symbol", "ticker"],
  isOptional: true,
  meaning: "the instrument, unless --instrument says it",
};
