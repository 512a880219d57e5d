/** Runs the command line in a process of its own, for what may end a process. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const main = fileURLToPath(new URL("../../packages/replay/src/cli/main.ts", import.meta.url));

export interface ChildCommand {
  readonly process: ChildProcess;
  /** How it ended, once it has. */
  readonly ended: Promise<{
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly out: string;
    readonly err: string;
  }>;
}

export function childCommand(...argv: readonly string[]): ChildCommand {
  const child = spawn(process.execPath, ["--import", "tsx", main, ...argv], { cwd: root });
  // It may end before it has read all that it is given.
  child.stdin.on("error", () => undefined);
  let [out, err] = ["", ""];
  child.stdout.on("data", (piece: Buffer) => (out += piece.toString()));
  child.stderr.on("data", (piece: Buffer) => (err += piece.toString()));
  const ended = (async () => {
    const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    return { code, signal, out, err };
  })();
  return { process: child, ended };
}
