import { openTape } from "../open-tape.ts";
import { verifyTape, type Verification } from "../verify/verify-tape.ts";
import type { CliCommand } from "./command.ts";
import { counted } from "../show/counted.ts";
import { usageError } from "../show/error-line.ts";
import { printable } from "../show/printable.ts";
import { gapLines, reusedIdsLine } from "../show/gap-lines.ts";
import type { Io } from "../show/io.ts";
import { refusalCounts, refusalLine } from "../show/refusal-line.ts";
import { digest, RULES, TAPE } from "./option-values.ts";
import { loadRules } from "../fold/rules-module.ts";
import { stoppedLines } from "../show/stopped-lines.ts";

interface Options {
  readonly digest?: string;
  readonly against?: string;
  readonly allowRefused?: true;
  readonly rules?: string;
  readonly json?: true;
}

/** `tapefold verify TAPE`: checks that it is a tape, and that every way of folding it comes to one state. */
export const command: CliCommand = {
  differs: "the tape comes to another state than it must, or too many events are refused",
  example: "tapefold verify test/sessions/golden.jsonl",
  define: (command) =>
    void command
      .argument("<tape>", TAPE)
      .option("--digest <hex>", "the digest it must come to, or its first 8 digits or more", digest)
      .option(
        "--against <hex>",
        "a digest of its history that a store once showed: is its past still that?",
        digest,
      )
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
    const { history } = verdict;
    if (options.against !== undefined && history.length === 0)
      throw usageError(
        `${path} keeps no history to compare with; a store of more than a few hundred events does`,
        "--against",
      );
    const past = history.find((point) => point.digest.startsWith(options.against ?? ""));
    const isPast = options.against === undefined || past !== undefined;
    const isExpected = verdict.state.digest.startsWith(options.digest ?? "");
    if (options.json)
      await io.write(`${JSON.stringify(document(verdict, options.digest ?? null, isExpected && isPast))}\n`);
    else {
      await show(verdict, options.digest, isExpected, io);
      await io.write(refusalLine(verdict.state, path));
      await io.write(historyLines(history, options.against, past));
      if (!isAdmitted)
        await io.write("more than 1 % of the events are refused; --allow-refused passes them\n");
    }
    io.writeError(stoppedLines(verdict.state));
    if (verdict.state.stopped.length > 0) return 2;
    return verdict.difference === null && isExpected && isAdmitted && isPast ? 0 : 1;
  },
};

/** At most one event in this many may be refused. */
const REFUSED_SHARE = 100;

function document(
  { state, events, difference, gapCount, gaps, reusedIds, history }: Verification,
  expected: string | null,
  isExpected: boolean,
): unknown {
  const same = difference === null && isExpected;
  const { refused, rejected } = refusalCounts(state);
  const last = history.at(-1);
  return {
    same,
    digest: state.digest,
    expected,
    events,
    refused,
    rejected,
    difference,
    gaps: { count: gapCount, first: gaps },
    reusedIds,
    ...(last === undefined ? {} : { history: { position: last.position, digest: last.digest } }),
  };
}

/** The end of a store's history, to be noted; and if the past is that of a digest noted before. */
function historyLines(
  history: Verification["history"],
  against: string | undefined,
  past: Verification["history"][number] | undefined,
): string {
  const last = history.at(-1);
  if (last === undefined) return "";
  const end = `history ${last.digest} up to position ${last.position}\n`;
  if (against === undefined) return end;
  return past === undefined
    ? `another past: nothing in it comes to ${against}\n${end}`
    : `same past up to position ${past.position}\n${end}`;
}

async function show(
  verdict: Verification,
  expected: string | undefined,
  isExpected: boolean,
  io: Io,
): Promise<void> {
  const { state, events, difference, gapCount, gaps, reusedIds } = verdict;
  const lines: string[] = [];
  if (difference !== null) {
    const { way, position, projection, key } = difference;
    const document = projection === "" ? "" : `, ${projection} of ${key}`;
    lines.push(`different states: folded ${way} at position ${position}${document}`);
  }
  if (!isExpected) lines.push(`another state: expected ${expected}`);
  else if (expected !== undefined && difference === null) lines.push("same state");
  const found = lines.map((line) => `${printable(line)}\n`).join("");
  const total = `${counted(events, "event")}   state ${state.digest}\n`;
  await io.write(`${found}${gapLines(gapCount, gaps)}${reusedIdsLine(reusedIds)}${total}`);
}
