/** A command's access to its process, which a test can replace. */

import { MarketError } from "@tapefold/core";

/** A process as a command sees it: its streams, terminal and signals. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Writes to standard output; resolves when there is room for more. */
  readonly write: (text: string) => Promise<void>;
  /** Writes to standard error. */
  readonly writeError: (text: string) => void;
  readonly isTerminal: boolean;
  /** True for a terminal that welcomes colour, progress and redraws. */
  readonly isLively: boolean;
  /** True if colour is asked for wherever the text goes. */
  readonly forcesColour?: boolean;
  /** Width of the terminal in columns. */
  readonly columns: number;
  /** Its height in lines. */
  readonly rows: number;
  /** Calls `typed` for each key until the returned function is called; absent if nobody types. */
  readonly keyboard?: (typed: (text: string) => void) => () => void;
  /** Calls `stop` when the process is asked to end, until the returned function is called. */
  readonly onStop?: (stop: () => void) => () => void;
}

/** The streams of this process. */
export function processIo(): Io {
  const { stdin, stdout, stderr, env } = process;
  // The reader of our output may stop, as `head` does: that is no fault of ours, nor of the tape.
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
  });
  // Nobody is left to be told; the exit code stands.
  stderr.on("error", () => undefined);
  const isTerminal = stdout.isTTY === true;
  const isLively = isTerminal && !env["NO_COLOR"] && env["TERM"] !== "dumb";
  return {
    stdin,
    write: (text) =>
      new Promise((resolve, reject) => {
        stdout.write(text, (error?: NodeJS.ErrnoException | null) => {
          if (error === undefined || error === null) resolve();
          else if (error.code !== "EPIPE") reject(outputFault(error));
        });
      }),
    writeError: (text) => void stderr.write(text),
    isTerminal,
    // Asked anew each time: a window may change its size.
    get columns() {
      return stdout.columns ?? 80;
    },
    get rows() {
      return stdout.rows ?? 24;
    },
    isLively,
    forcesColour: !env["NO_COLOR"] && !["", "0", "false"].includes(env["FORCE_COLOR"] ?? ""),
    onStop,
    ...(isLively && stdin.isTTY === true && { keyboard }),
  };
}

function outputFault(cause: Error): MarketError {
  const message = `cannot be written: ${cause.message.split(", ")[0]}; what stands there is cut short (standard output)`;
  return new MarketError("LOG_UNWRITABLE", message, { log: "standard output" }, cause);
}

function keyboard(typed: (text: string) => void): () => void {
  const { stdin } = process;
  const listener = (bytes: Buffer): void => typed(bytes.toString());
  stdin.setRawMode(true);
  stdin.on("data", listener);
  return () => {
    stdin.off("data", listener);
    stdin.setRawMode(false);
    stdin.pause();
  };
}

/** Handles the first request alone; a second one ends the process as usual. */
function onStop(stop: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const end = (): void => signals.forEach((signal) => process.off(signal, stopped));
  const stopped = (): void => {
    end();
    stop();
  };
  signals.forEach((signal) => process.on(signal, stopped));
  return end;
}
