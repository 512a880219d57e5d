/** Runs the command line in this process, with streams of its own. */
import { commandLine } from "@tapefold/replay";

type Io = Parameters<typeof commandLine>[1];
type ExitCode = Awaited<ReturnType<typeof commandLine>>;

export interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  /** The text of standard input, or pieces that come bit by bit. */
  readonly stdin?: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** A terminal of so many columns; absent: a pipe. */
  readonly columns?: number;
  readonly isLively?: boolean;
  readonly onStop?: NonNullable<Io["onStop"]>;
  /** Called with each text as it is written. */
  readonly onWrite?: (text: string) => void;
}

export async function run(
  argv: readonly string[],
  { stdin = "", columns, isLively = false, onStop, onWrite }: Surroundings = {},
): Promise<Ran> {
  let [out, err] = ["", ""];
  const io: Io = {
    stdin: typeof stdin === "object" && Symbol.asyncIterator in stdin ? stdin : once(stdin),
    write: async (text) => {
      out += text;
      onWrite?.(text);
    },
    writeError: (text) => void (err += text),
    isTerminal: columns !== undefined,
    isLively,
    columns: columns ?? 80,
    rows: 24,
    ...(onStop !== undefined && { onStop }),
  };
  const code = await commandLine(argv, io);
  return { code, out, err };
}

async function* once(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield Buffer.from(content);
}
