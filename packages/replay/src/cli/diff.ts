import { canonicalText } from "@tapefold/core";
import type { Parting } from "@tapefold/core";
import { diffTapes } from "../ask/diff-tapes.ts";
import { openTape } from "../open-tape.ts";
import { TAPE } from "./option-values.ts";
import type { CliCommand } from "./command.ts";
import { printable } from "../show/error-line.ts";

/** `tapefold diff TAPE TAPE`: finds where the states of two tapes part. */
export const command: CliCommand = {
  example: "tapefold diff test/sessions/golden.jsonl test/sessions/actual.jsonl",
  define: (command) =>
    void command
      .argument("<tape>", TAPE)
      .argument("<other>", "the tape to compare it with")
      .option("--json", "one JSON document on standard output"),
  run: async (command, io) => {
    const [left, right] = command.processedArgs as [string, string];
    const { json } = command.opts<{ readonly json?: true }>();
    const parting = await diffTapes(openTape(left, io.stdin), openTape(right, io.stdin));
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
