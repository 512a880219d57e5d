// Tapes: reading, writing, replaying.
export { openTape } from "./jsonl-log.ts";
export { eventLine, writeTape } from "./jsonl-writer.ts";
export { replay, type ReplayOptions } from "./replay.ts";
export { leftOut } from "./left-out.ts";

// The state a tape comes to.
export { type AsOf, parseAsOf } from "./as-of.ts";
export { type FoldedTape, foldTape, type FoldTapeOptions } from "./fold-tape.ts";

// The command.
export { commandLine } from "./cli/command-line.ts";
export type { ExitCode } from "./cli/command.ts";
export type { Io } from "./cli/io.ts";
export { version } from "./version.ts";
