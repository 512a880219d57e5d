import type { ReadableLog } from "@tapefold/core";
import { type AsOf, END_OF_TAPE, parseAsOf } from "../tape/as-of.ts";
import { boardOf, tapeState } from "../show/board.ts";
import type { FoldedTape } from "../fold/fold-tape.ts";
import { openTape } from "../open-tape.ts";
import { leftOut } from "../tape/without-events.ts";
import { playTape } from "../play/play-tape.ts";
import { stateAt } from "../fold/state-at.ts";
import { isDirectory } from "../disk/stats.ts";
import type { CliCommand, ExitCode } from "./command.ts";
import { printable, usageError } from "../show/error-line.ts";
import type { Io } from "../show/io.ts";
import { speed, TAPE } from "./option-values.ts";
import { renderBoard } from "../show/board-text.ts";
import { boardStyle, Screen } from "../show/screen.ts";

interface Options {
  readonly at?: readonly string[];
  readonly speed: "max" | number;
  readonly without?: readonly string[];
  readonly snapshots?: true;
  readonly json?: true;
}

/** `tapefold replay TAPE`: folds a tape and shows the market. */
export const command: CliCommand = {
  example: [
    "tapefold replay test/sessions/golden.jsonl --at 2026-02-10T04:30:00Z",
    "tapefold replay test/sessions/golden.jsonl --speed 3600",
  ].join("\n"),
  define: (command) =>
    void command
      .argument("<tape>", TAPE)
      .option(
        "--at <when>",
        "as of a position or an RFC 3339 instant; given again, a board for each",
        collect,
      )
      .option("--speed <max|n>", "play it, n times as fast as it happened", speed, "max")
      .option("--without <id...>", "as if the events of these ids had never been")
      .option("--snapshots", "keep snapshots beside a .jsonl file, so that any moment of it is soon at hand")
      .option("--json", "one JSON document on standard output"),
  run: async (command, io) => {
    const [path] = command.processedArgs as [string];
    const options = command.opts<Options>();
    const asOfs = options.at?.map(parseAsOf) ?? [END_OF_TAPE];
    if (options.json && asOfs.length > 1)
      throw usageError("--json shows one state; give --at once", "--json");
    if (options.snapshots) await keepBeside(path);
    const tape = openTape(path, io.stdin);
    const log = options.without === undefined ? tape : leftOut(tape, options.without);
    let code: ExitCode = 0;
    for (const [turn, asOf] of asOfs.entries()) {
      if (turn > 0) await io.write("\n");
      const started = performance.now();
      if (options.speed !== "max") await play(log, options.speed, asOf, options.json ? undefined : io);
      const folded = await stateAt(log, asOf);
      const board = boardOf(log.name, folded, performance.now() - started);
      await io.write(
        options.json ? `${JSON.stringify(tapeState(folded))}\n` : renderBoard(board, boardStyle(io)),
      );
      if (!isSound(folded, io)) code = 2;
    }
    return code;
  },
};

async function keepBeside(path: string): Promise<void> {
  if (isDirectory(path)) return;
  if (!path.endsWith(".jsonl"))
    throw usageError(
      `snapshots are kept beside a .jsonl file, and in a store always (${path})`,
      "--snapshots",
    );
  const { keepSnapshotsBeside } = await import("../snapshots/write-snapshot-folder.ts");
  await keepSnapshotsBeside(path);
}

/** Plays the tape in tape time; on a terminal the board is drawn again as it changes. */
async function play(log: ReadableLog, speed: number, asOf: AsOf, io: Io | undefined): Promise<void> {
  const screen = io?.isLively ? new Screen(io) : undefined;
  const started = performance.now();
  for await (const fold of playTape(log, { speed, asOf })) {
    await screen?.draw(() => {
      const soFar = { state: fold.state, head: fold.position };
      return renderBoard(boardOf(log.name, soFar, performance.now() - started), screen.style);
    });
  }
  await screen?.clear();
}

/** Tells of rules that threw: what they would show is missing. */
function isSound({ state }: FoldedTape, io: Io): boolean {
  for (const { message } of state.stopped) {
    io.writeError(`tapefold: RECIPE_THREW: ${printable(message)}\n`);
  }
  return state.stopped.length === 0;
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
