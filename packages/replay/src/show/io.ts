/** Everything a command touches of the process it runs in, so that a test can put its own in place. */

export interface Io {
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Writes to standard output; resolves when there is room for more. */
  readonly write: (text: string) => Promise<void>;
  /** Writes to standard error. */
  readonly writeError: (text: string) => void;
  readonly isTerminal: boolean;
  /** A terminal where colour, progress and redraws are welcome. */
  readonly isLively: boolean;
  /** Colour is asked for wherever the text goes. */
  readonly forcesColour?: boolean;
  /** Width of the terminal in columns. */
  readonly columns: number;
  /** Its height in lines. */
  readonly rows: number;
  /** Gives what is typed, key by key, until the function it gives is called; absent where nobody types. */
  readonly keyboard?: (typed: (text: string) => void) => () => void;
  /** Tells when the process is asked to end, until the function it gives is called. */
  readonly onStop?: (stop: () => void) => () => void;
}

/** The streams of this process. */
export function processIo(): Io {
  const { stdin, stdout, stderr, env } = process;
  // Whoever reads us may stop reading, as `head` does: that is no fault of ours, nor of the tape.
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  const isTerminal = stdout.isTTY === true;
  const isLively = isTerminal && !env["NO_COLOR"] && env["TERM"] !== "dumb";
  return {
    stdin,
    write: (text) => new Promise((resolve) => stdout.write(text, () => resolve())),
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

/** Once; whoever asks again ends the process as usual. */
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
