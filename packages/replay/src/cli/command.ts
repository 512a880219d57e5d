/** The shape of a command: each lies in a file of its own and exports one `command`. */
import type { Command } from "commander";
import type { Io } from "../show/io.ts";

/** 0: done, or the same; 1: a check found a difference; 2: bad input or usage. */
export type ExitCode = 0 | 1 | 2;

export interface CliCommand {
  /** Meaning of exit code 1 here; absent if the command never ends with it. */
  readonly differs?: string;
  /** One or more lines that can be typed as they stand; `--help` ends with them. */
  readonly example: string;
  /** Adds arguments and options; name, summary, `--debug` and `--help` are there already. */
  readonly define: (command: Command) => void;
  /**
   * Runs the command with the parsed `command.processedArgs` and `command.opts()`. A thrown error becomes the
   * one line on standard error, with exit code 2. `all` gives every command with its options.
   */
  readonly run: (command: Command, io: Io, all: () => Promise<readonly Command[]>) => Promise<ExitCode>;
}
