import { openTape } from "../open-tape.ts";
import { verifyTape, type Verification } from "../verify/verify-tape.ts";
import type { CliCommand } from "./command.ts";
import { printable } from "../show/error-line.ts";
import { gapLines } from "../show/gap-lines.ts";
import type { Io } from "../show/io.ts";
import { refusalCounts, refusalLine } from "../show/refusal-line.ts";
import { digest, RULES, TAPE } from "./option-values.ts";
import { loadRules } from "../fold/rules-module.ts";
import { isSound } from "../show/stopped-lines.ts";

interface Options {
  readonly digest?: string;
  readonly allowRefused?: true;
  readonly rules?: string;
  readonly json?: true;
}

/** `tapefold verify TAPE`: checks that it is a tape, and that every way of folding it comes to one state. */
export const command: CliCommand = {
  example: "tapefold verify test/sessions/golden.jsonl",
  define: (command) =>
    void command
      .argument("<tape>", TAPE)
      .option("--digest <hex>", "the digest it must come to, or its first 8 digits or more", digest)
      .option("--allow-refused", "pass a tape of which more than 1 % of the events are refused")
      .option("--rules <module>", RULES)
      .option("--json", "one JSON document on standard output"),
  run: async (command, io) => {
    const [path] = command.processedArgs as [string];
    const options = command.opts<Options>();
    const rules = options.rules === undefined ? undefined : (await loadRules(options.rules)).all;
    const verdict = await verifyTape(openTape(path, io.stdin), rules);
    const { events, refused } = refusalCounts(verdict.state);
    const isAdmitted = options.allowRefused === true || refused * REFUSED_SHARE <= events;
    const isExpected = verdict.state.digest.startsWith(options.digest ?? "");
    if (options.json)
      await io.write(`${JSON.stringify(document(verdict, options.digest ?? null, isExpected))}\n`);
    else {
      await show(verdict, options.digest, isExpected, io);
      await io.write(refusalLine(verdict.state, path));
      if (!isAdmitted)
        await io.write("more than 1 % of the events are refused; --allow-refused passes them\n");
    }
    if (!isSound(verdict, io)) return 2;
    return verdict.difference === null && isExpected && isAdmitted ? 0 : 1;
  },
};

/** At most one event in this many may be refused. */
const REFUSED_SHARE = 100;

function document(
  { state, events, difference, gapCount, gaps }: Verification,
  expected: string | null,
  isExpected: boolean,
): unknown {
  const same = difference === null && isExpected;
  const { refused, rejected } = refusalCounts(state);
  return {
    same,
    digest: state.digest,
    expected,
    events,
    refused,
    rejected,
    difference,
    gaps: { count: gapCount, first: gaps },
  };
}

async function show(
  verdict: Verification,
  expected: string | undefined,
  isExpected: boolean,
  io: Io,
): Promise<void> {
  const { state, events, difference, gapCount, gaps } = verdict;
  const lines: string[] = [];
  if (difference !== null) {
    const { way, position, projection, key } = difference;
    const document = projection === "" ? "" : `, ${projection} of ${key}`;
    lines.push(`different states: folded ${way} at position ${position}${document}`);
  }
  if (!isExpected) lines.push(`another state: expected ${expected}`);
  else if (expected !== undefined && difference === null) lines.push("same state");
  const found = lines.map((line) => `${printable(line)}\n`).join("");
  const total = `${events} ${events === 1 ? "event" : "events"}   state ${state.digest}\n`;
  await io.write(`${found}${gapLines(gapCount, gaps)}${total}`);
}
