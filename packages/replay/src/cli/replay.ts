import type { AnyProjection, ReadableLog } from "@tapefold/core";
import { grouped } from "@tapefold/projections";
import { type AsOf, END_OF_TAPE, parseAsOf } from "../tape/as-of.ts";
import { mustBeListed } from "../ask/sessions.ts";
import { boardOf, type Folded } from "../show/board.ts";
import { openTape } from "../open-tape.ts";
import { withoutEvents } from "../tape/without-events.ts";
import { follow } from "../follow/follow.ts";
import { inputTape } from "../jsonl/input-tape.ts";
import { TapeFold } from "../play/tape-fold.ts";
import { transport } from "../play/load-transport.ts";
import { foldTape } from "../fold/fold-tape.ts";
import { stateAt } from "../fold/state-at.ts";
import { isDirectory } from "../disk/stats.ts";
import type { CliCommand, ExitCode } from "./command.ts";
import { usageError } from "../show/error-line.ts";
import type { Io } from "../show/io.ts";
import { looksOf, mustGoTogether, type ReplayOptions } from "./replay-options.ts";
import { AT, coloursOption, gathered, RULES, speed, TAPE, WITHOUT, wholeNumber } from "./option-values.ts";
import { stoppedLines } from "../show/stopped-lines.ts";
import { loadRules } from "../fold/rules-module.ts";
import { ruleDocuments, ruleLines } from "../show/rule-documents.ts";
import { progressLine } from "../show/progress-line.ts";
import { renderBoard } from "../show/board-text.ts";
import { mustHaveMarkets, scoped } from "../show/board-scope.ts";
import { boardStyle } from "../show/board-style.ts";
import { inSteps, SessionLines } from "../show/session-lines.ts";
import { isIndexed } from "../tape/tape-index.ts";
import { keysOf } from "../show/keyboard.ts";
import { LiveBoard } from "../show/live-board.ts";
import { playOnTerminal } from "../show/terminal-player.ts";

/** `tapefold replay TAPE`: folds a tape and shows the market. */
export const command: CliCommand = {
  example: [
    "tapefold replay test/sessions/golden.jsonl --at 2026-02-10T04:30:00Z",
    "tapefold replay test/sessions/golden.jsonl --speed 3600",
  ].join("\n"),
  define: (command) =>
    void command
      .argument("<tape>", TAPE)
      .option("--at <when>", `${AT}; given again, a board for each`, gathered)
      .option("--speed <max|n>", "play it, n times as fast as it happened", speed, "max")
      .option("--no-skip", "with --speed: wait through the time in which nobody trades, too")
      .option(
        "--follow",
        "go on as the tape is written; q, or asking the process to end, shows the last board",
      )
      .option("--instrument <id...>", "show these instruments alone")
      .option("--market <mic...>", "show the instruments of these markets alone")
      .option("--all", "show every instrument, those without a price too")
      .option(
        "--workers <n>",
        "fold the whole tape by so many threads, each its market groups; the state is the same",
        wholeNumber,
      )
      .option("--without <id...>", WITHOUT)
      .option("--rules <module>", RULES)
      .option("--snapshots", "keep snapshots beside a .jsonl file, so that any moment of it is soon at hand")
      .addOption(coloursOption())
      .option("--ascii", "signs that are one cell wide on every terminal")
      .option("--json", "one JSON document on standard output"),
  run: async (command, io) => {
    const [path] = command.processedArgs as [string];
    const options = command.opts<ReplayOptions>();
    const asOfs = options.at?.map(parseAsOf) ?? [END_OF_TAPE];
    mustGoTogether(options);
    const rules = options.rules === undefined ? undefined : await loadRules(options.rules);
    if (options.snapshots) await keepSnapshotFolder(path);
    const tape = openTape(path, io.stdin);
    const log = options.without === undefined ? tape : withoutEvents(tape, options.without);
    let code: ExitCode = 0;
    for (const [turn, asOf] of asOfs.entries()) {
      if (turn > 0) await io.write("\n");
      const started = performance.now();
      const folded = options.follow
        ? await followed(path === "-" ? inputTape(io.stdin) : log, io, options)
        : options.workers === undefined
          ? await replayed(log, { asOf, options, io, rules: rules?.all })
          : await spread(path, options.workers, io);
      const board = boardOf(log.name, folded, performance.now() - started, folded.lines);
      const { scope = {} } = looksOf(options);
      for (const id of scope.instruments ?? []) mustBeListed(folded.state, id, log.name);
      mustHaveMarkets(board.state, scope);
      const own = ruleDocuments(folded.state, rules?.own ?? []);
      await io.write(
        options.json
          ? `${JSON.stringify({ ...scoped(board.state, scope), ...(rules === undefined ? {} : { rules: own }) })}\n`
          : `${renderBoard(board, boardStyle(io, looksOf(options)))}${ruleLines(own)}`,
      );
      io.writeError(stoppedLines(folded.state));
      if (folded.state.stopped.length > 0) code = 2;
    }
    return code;
  },
};

/** A state, with the prices of its sessions if they were looked at while it was folded. */
type Looked = Folded & { readonly lines?: SessionLines };

interface Replaying {
  readonly asOf: AsOf;
  readonly options: ReplayOptions;
  readonly io: Io;
  /** The market's rules if undefined. */
  readonly rules: readonly AnyProjection[] | undefined;
}

async function replayed(log: ReadableLog, { asOf, options, io, rules }: Replaying): Promise<Looked> {
  let end = asOf;
  if (options.speed !== "max") end = await play(log, asOf, options, io);
  const hasIndex = isIndexed(log) && (await log.index()) !== undefined;
  if (options.json || hasIndex) return stateAt(log, end, rules);
  const lines = new SessionLines();
  const progress = progressLine(io, false);
  try {
    const { state, head } = await foldTape(inSteps(log), {
      asOf: end,
      ...(rules === undefined ? {} : { projections: rules }),
      onFolded: (fold) => {
        lines.look(fold);
        progress.show((seconds) => `${grouped(String(fold.position))} events  ${seconds.toFixed(0)} s`);
      },
    });
    return { state, head, lines };
  } finally {
    progress.clear();
  }
}

/** Folds a tape by several workers; it tells why if the tape was folded by one. */
async function spread(path: string, workers: number, io: Io): Promise<Looked> {
  const { foldSpread } = await import("../spread/fold-spread.ts");
  const { state, head, alone } = await foldSpread(path, { workers, stdin: io.stdin });
  if (alone !== undefined) io.writeError(`tapefold: folded by one worker alone, as ${alone}\n`);
  return { state, head };
}

async function keepSnapshotFolder(path: string): Promise<void> {
  if (isDirectory(path)) return;
  if (!path.endsWith(".jsonl"))
    throw usageError(
      `snapshots are kept beside a .jsonl file, and in a store always (${path})`,
      "--snapshots",
    );
  const { writeSnapshotFolder } = await import("../snapshots/write-snapshot-folder.ts");
  await writeSnapshotFolder(path);
}

/** Plays the tape in tape time, with a board and keys on a terminal, and gives where it stopped. */
async function play(log: ReadableLog, asOf: AsOf, options: ReplayOptions, io: Io): Promise<AsOf> {
  const tape = await transport(log, { speed: options.speed, skipsIdle: options.skip, asOf });
  try {
    if (io.isLively && options.json !== true)
      return { position: await playOnTerminal(tape, log.name, io, looksOf(options)) };
    await tape.play();
    await tape.played();
    return asOf;
  } finally {
    await tape.close();
  }
}

/** Keeps a board up to date until the tape can't grow any more or the process is asked to end. */
async function followed(log: ReadableLog, io: Io, options: ReplayOptions): Promise<Looked> {
  const fold = new TapeFold(log);
  const board = options.json ? undefined : new LiveBoard(log.name, io, looksOf(options));
  const stop = new AbortController();
  const unstop = io.onStop?.(() => stop.abort());
  const unlisten = io.keyboard?.((typed) => {
    for (const key of keysOf(typed)) if (key === "q" || key === "interrupt") stop.abort();
  });
  try {
    for await (const batch of follow(log, { signal: stop.signal })) {
      await fold.add(batch);
      board?.show(fold.state, fold.position);
    }
  } finally {
    unlisten?.();
    unstop?.();
    await board?.close();
  }
  return { state: fold.state, head: fold.position, ...(board && { lines: board.lines }) };
}
