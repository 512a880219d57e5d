/**
 * npm run matrix [-- TAPES]: one digest wherever a tape is folded. The packages as published, under versions of Node,
 * time zones and languages, from every place a tape may stand in, by every way of folding, and in the page of the player:
 * every pair of values of two of these, for golden, actual and 100 generated tapes. Versions of Node come from the
 * registry. Prints a table; ends with 1 where a digest differs.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumNote, executablePath } from "../browser/chromium.ts";
import { NatsServer, whyNoServer } from "../faults/nats/nats-server.ts";
import { BrowserPages } from "./browser-pages.ts";
import { type Choice, dimensions, NodeProcesses, pageDimensions, rowsOf } from "./dimensions.ts";
import { coveringPairs } from "./pairs.ts";
import { matrixTapes, type MatrixTape } from "./tapes.ts";

interface Tried {
  readonly row: Choice;
  readonly isSame: boolean;
}

const place = mkdtempSync(join(tmpdir(), "tapefold-matrix-"));
const server = whyNoServer === "" ? await NatsServer.start("-js") : undefined;
const pages = executablePath === undefined ? undefined : new BrowserPages();
try {
  const nodes = new NodeProcesses(place);
  const tapes = await matrixTapes(place, Number(process.argv[2] ?? 100), server);
  const tried: Tried[] = [];
  if (pages !== undefined) {
    const rows = coveringPairs(pageDimensions).map((row) => ({ node: "Chromium", ...row }));
    await tryAll(tapes, rows, (row, tape) => pages.digest(row, tape), tried);
  }
  await tryAll(tapes, rowsOf(server !== undefined), (row, tape) => nodes.digest(row, tape), tried);
  print(tapes, tried);
  process.exitCode = tried.every(({ isSame }) => isSame) ? 0 : 1;
} finally {
  await pages?.close();
  await server?.stop();
  rmSync(place, { recursive: true, force: true });
}

async function tryAll(
  tapes: readonly MatrixTape[],
  rows: readonly Choice[],
  digestBy: (row: Choice, tape: MatrixTape) => Promise<string>,
  tried: Tried[],
): Promise<void> {
  for (const [index, tape] of tapes.entries()) {
    // The two kept tapes go through all rows; the others share them out.
    for (const row of index < 2 ? rows : [rows[index % rows.length] as Choice]) {
      const found = await digestBy(row, tape);
      tried.push({ row, isSame: found === tape.digest });
      if (found !== tape.digest)
        process.stdout.write(`${tape.name} ${JSON.stringify(row)}: ${found}, not ${tape.digest}\n`);
    }
    process.stderr.write(`${tape.name}: ${tried.length} runs by now\n`);
  }
}

function print(tapes: readonly MatrixTape[], tried: readonly Tried[]): void {
  const lines = ["| dimension | value: runs |", "| --- | --- |"];
  for (const name of Object.keys(dimensions)) {
    const counts = new Map<string, number>();
    for (const { row } of tried) {
      const value = row[name];
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    lines.push(`| ${name} | ${[...counts].map(([value, runs]) => `${value}: ${runs}`).join(", ")} |`);
  }
  const wrong = tried.filter(({ isSame }) => !isSame).length;
  const rows = new Set(tried.map(({ row }) => JSON.stringify(row))).size;
  lines.push("", `${tapes.length} tapes, ${rows} rows, ${tried.length} runs, ${wrong} with another digest.`);
  if (server === undefined) lines.push(`Without JetStream${whyNoServer}.`);
  if (pages === undefined) lines.push(`Without a browser${chromiumNote}.`);
  process.stdout.write(`${lines.join("\n")}\n`);
}
