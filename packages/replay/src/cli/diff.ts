import { canonicalText, type Parting } from "@tapefold/core";
import { diffTapes } from "../ask/diff-tapes.ts";
import { diffValues, type ValueDifference } from "../ask/diff-values.ts";
import { openTape } from "../open-tape.ts";
import { TAPE } from "./option-values.ts";
import type { CliCommand } from "./command.ts";
import { printable } from "../show/printable.ts";
import { clipped } from "../show/text-table.ts";

/** `tapefold diff TAPE TAPE`: finds where the states of two tapes part. */
export const command: CliCommand = {
  differs: "the states part",
  example: [
    "tapefold diff test/sessions/golden.jsonl test/sessions/actual.jsonl",
    "tapefold diff test/sessions/golden.jsonl test/sessions/actual.jsonl --values",
  ].join("\n"),
  define: (command) =>
    void command
      .argument("<tape>", TAPE)
      .argument("<other>", "the tape to compare it with")
      .option("--values", "compare the market's values at the ends alone: no positions, ids or counters")
      .option("--json", "one JSON document on standard output"),
  run: async (command, io) => {
    const [left, right] = command.processedArgs as [string, string];
    const { json, values } = command.opts<{ readonly json?: true; readonly values?: true }>();
    const tapes = [openTape(left, io.stdin), openTape(right, io.stdin)] as const;
    if (values) {
      const found = await diffValues(...tapes);
      await io.write(json ? `${JSON.stringify(valuesDocument(found))}\n` : valueLines(found));
      return found.length === 0 ? 0 : 1;
    }
    const parting = await diffTapes(...tapes);
    await io.write(
      json ? `${JSON.stringify(document(parting))}\n` : `${printable(sentence(parting, left, right))}\n`,
    );
    return parting === undefined ? 0 : 1;
  },
};

function document(parting: Parting | undefined): unknown {
  if (parting === undefined) return { same: true, parting: null };
  const { left, right } = parting;
  // A document may hold values that JSON can't express.
  return { same: false, parting: { ...parting, left: text(left), right: text(right) } };
}

function valuesDocument(found: readonly ValueDifference[]): unknown {
  const differences = found.map(({ field, left = null, right = null }) => ({ field, left, right }));
  return { same: found.length === 0, differences };
}

/** Most differing values that are shown; --json has them all. */
const SHOWN_MAX = 40;

function valueLines(found: readonly ValueDifference[]): string {
  if (found.length === 0) return "same values\n";
  const lines = found
    .slice(0, SHOWN_MAX)
    .map(({ field, left, right }) => printable(`${field} is ${valueWords(left, right)}`));
  const more = found.length - SHOWN_MAX;
  return [...lines, ...(more > 0 ? [`and ${more} more values; --json has them all`] : []), ""].join("\n");
}

function valueWords(left: unknown, right: unknown): string {
  if (left === undefined) return "on the right alone";
  if (right === undefined) return "on the left alone";
  const [one, other] = [left, right].map((value) => clipped(JSON.stringify(value), VALUE_MAX));
  return `${one} and ${other}`;
}

const VALUE_MAX = 80;

function sentence(parting: Parting | undefined, left: string, right: string): string {
  if (parting === undefined) return "same state at every position";
  const { position, projection, key, field } = parting;
  if (projection === "" && (parting.left === null || parting.right === null))
    return `part at position ${position}: ${parting.left === null ? left : right} has ended`;
  const place = [projection === "" ? "the state" : `${projection} of ${key}`, field].filter(
    (part) => part !== "",
  );
  return `part at position ${position}: ${place.join(", ")}: ${text(parting.left)} and ${text(parting.right)}`;
}

function text(value: unknown): string | null {
  if (value === null) return null;
  return typeof value === "bigint" || typeof value === "string" ? String(value) : canonicalText(value);
}
