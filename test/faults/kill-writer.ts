/** Kills the writer of a store at random moments, again and again, and looks at what stands each time. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { openTape } from "@tapefold/replay";
import { indexOf } from "./index-of.ts";

const writer = fileURLToPath(new URL("endless-writer.ts", import.meta.url));
const root = fileURLToPath(new URL("../../", import.meta.url));

export interface Killed {
  readonly kills: number;
  /** Position of the last event that stands. */
  readonly head: number;
  /** Kills after which more stood than was acknowledged: the writer died between commit and word. */
  readonly unsaid: number;
}

/** @throws Error where anything acknowledged is lost, anything stands twice, or the store doesn't open. */
export async function killWriter(path: string, kills: number): Promise<Killed> {
  let [head, unsaid] = [0, 0];
  for (let kill = 1; kill <= kills; kill += 1) {
    const said = await runAndKill(path, 1 + Math.floor(Math.random() * 40));
    const stands = await checkedHead(path);
    if (stands < Math.max(said, head))
      throw new Error(`kill ${kill}: ${said} were acknowledged and ${stands} stand`);
    if (stands > said) unsaid += 1;
    head = stands;
  }
  return { kills, head, unsaid };
}

/** Runs the writer until it has acknowledged so many heads, and a moment longer; gives the last one it did. */
async function runAndKill(path: string, heads: number): Promise<number> {
  const child = spawn(process.execPath, ["--import", "tsx", writer, path], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let words = "";
  const done = once(child, "close");
  child.stdout.on("data", (piece: Buffer) => {
    words += piece.toString();
    // It goes on meanwhile, so that it is killed at any point of an append.
    if (words.split("\n").length > heads) setTimeout(() => child.kill("SIGKILL"), Math.random() * 10);
  });
  const [code] = (await done) as [number | null];
  if (code !== null) throw new Error(`the writer ended by itself, with exit code ${code}`);
  return Number(words.slice(0, words.lastIndexOf("\n")).split("\n").at(-1) ?? 0);
}

/** The head of a store in which everything agrees, and the numbers of the source are those that were sent, each once. */
async function checkedHead(path: string): Promise<number> {
  const index = await indexOf(openTape(path));
  await index.check();
  for await (const batch of index.read())
    for (const { position, event } of batch)
      if (event.seq !== position - 1) throw new Error(`position ${position} holds number ${event.seq}`);
  const head = await index.head();
  await index.close();
  return head;
}
