/** Runs the command line in this process, with streams of its own. */
import { commandLine, type ExitCode, type Io } from "@tapefold/replay";

export interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly stdin?: string | Uint8Array;
  /** A terminal of so many columns; absent: a pipe. */
  readonly columns?: number;
  readonly isLively?: boolean;
}

export async function run(
  argv: readonly string[],
  { stdin = "", columns, isLively = false }: Surroundings = {},
): Promise<Ran> {
  let [out, err] = ["", ""];
  const io: Io = {
    stdin: (async function* () {
      yield Buffer.from(stdin);
    })(),
    write: async (text) => void (out += text),
    writeError: (text) => void (err += text),
    isTerminal: columns !== undefined,
    isLively,
    columns: columns ?? 80,
    rows: 24,
  };
  const code = await commandLine(argv, io);
  return { code, out, err };
}
