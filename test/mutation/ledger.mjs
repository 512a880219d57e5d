/**
 * The ledger of mutants: what came of each, a line as soon as it is known, so that a run that was stopped goes on where
 * it was. A line holds for the content that its file had then.
 */
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
export const ledgerPath = fileURLToPath(new URL("ledger.jsonl", import.meta.url));

/** Content of each file before it was changed, as a digest; given by mutate.mjs. */
const contents = JSON.parse(process.env.MUTATION_CONTENTS ?? "{}");
/** Share of the mutants that are drawn, 0 to 1; a larger one draws those of a smaller one too. */
const share = Number(process.env.MUTATION_SHARE ?? 1);

/** Names a mutant by its file's content, its place (counted from 1) and its change. */
export function keyOf({ fileName, location: { start, end }, mutatorName, replacement }) {
  const file = relative(root, fileName);
  const place = [start.line, start.column, end.line, end.column].join(":");
  return JSON.stringify([file, contents[file], place, mutatorName, replacement]);
}

export function isDrawn(key) {
  return createHash("sha256").update(key).digest().readUInt32LE() < share * 2 ** 32;
}

/** The ledger's lines, the last one of each mutant, by its key. */
export function ledger() {
  if (!existsSync(ledgerPath)) return new Map();
  const lines = readFileSync(ledgerPath, "utf8").split("\n").slice(0, -1);
  return new Map(lines.map((line) => JSON.parse(line)).map((one) => [one.key, one]));
}

/** Mutants that need not be run again. A mutant that no test reached may be reached by now. */
export function settled() {
  return new Map([...ledger()].filter(([, { status }]) => status !== "NoCoverage"));
}

/** Writes a line for each drawn mutant that was run or that no test reaches. */
export class LedgerReporter {
  static inject = [];

  #known = settled();

  onMutantTested(mutant) {
    const { fileName, location, mutatorName, replacement, status, killedBy } = mutant;
    const key = keyOf(mutant);
    if (!/^(Killed|Timeout|Survived|NoCoverage)$/.test(status) || !isDrawn(key) || this.#known.has(key))
      return;
    const file = relative(root, fileName);
    const line = {
      key,
      file,
      line: location.start.line,
      location,
      mutatorName,
      replacement,
      status,
      killedBy,
    };
    appendFileSync(ledgerPath, `${JSON.stringify(line)}\n`);
  }
}
