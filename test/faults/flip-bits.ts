/** Flips single bits of a store's file, all over it, and reads what is left: in a process of its own, as lmdb may fall over. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const reader = fileURLToPath(new URL("flipped-reader.ts", import.meta.url));
const root = fileURLToPath(new URL("../../", import.meta.url));

/** How often what came out: the code of an error, `same` events, `other` ones, or `crashed`. */
export async function flipBits(path: string, flips: number): Promise<Readonly<Record<string, number>>> {
  const outcomes: Record<string, number> = {};
  for (let next = 0; next < flips;) {
    const args = ["--import", "tsx", reader, path, String(next), String(flips)];
    const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
    let words = "";
    child.stdout.on("data", (piece: Buffer) => (words += piece.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    const said = words.split("\n").slice(0, -1);
    if (code !== 0) said.push("crashed");
    for (const outcome of said) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    next += said.length;
  }
  return outcomes;
}
