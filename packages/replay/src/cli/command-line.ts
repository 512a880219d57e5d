/**
 * The command line: finds the command, loads it alone, and turns any failure into one line and an exit code.
 * It imports only what help needs; everything else is loaded when it is asked for.
 */
import { Command, CommanderError } from "commander";
import { version } from "../tape/version.ts";
import type { CliCommand, ExitCode } from "./command.ts";
import type { Io } from "../show/io.ts";

interface Entry {
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: CliCommand }>;
}

/** Every command; a module is loaded only when its command is asked for. */
const commands: Readonly<Record<string, Entry>> = {
  replay: { summary: "fold a tape and show the market", load: () => import("./replay.ts") },
  sessions: { summary: "list the closed sessions of an instrument", load: () => import("./sessions.ts") },
  series: { summary: "sample fields of the state over a tape", load: () => import("./series.ts") },
  refused: { summary: "list the events that were refused, and why", load: () => import("./refused.ts") },
  verify: {
    summary: "check a tape, and that it always comes to one state",
    load: () => import("./verify.ts"),
  },
  wrap: { summary: "write the market wrap", load: () => import("./wrap.ts") },
  report: { summary: "picture a session as an HTML page", load: () => import("./report.ts") },
  play: { summary: "play a session in a browser", load: () => import("./play.ts") },
  explain: { summary: "trace a value to its events", load: () => import("./explain.ts") },
  check: { summary: "hold a published wrap against a tape", load: () => import("./check.ts") },
  generate: { summary: "write a made-up tape", load: () => import("./generate.ts") },
  calendar: { summary: "show a market's sessions", load: () => import("./calendar.ts") },
  append: { summary: "add events to a tape durably", load: () => import("./append.ts") },
  record: { summary: "capture a live source durably", load: () => import("./record.ts") },
  work: { summary: "fold market groups of a tape on a server", load: () => import("./work.ts") },
  diff: { summary: "find where the states of two tapes part", load: () => import("./diff.ts") },
  repair: { summary: "take the valid part of a torn tape", load: () => import("./repair.ts") },
  import: { summary: "make a tape of data people already have", load: () => import("./import.ts") },
  completion: { summary: "print a completion script for a shell", load: () => import("./completion.ts") },
};

/** Runs the command that the arguments name; never throws. */
export async function commandLine(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [name = "--help", ...rest] = argv;
  try {
    if (name === "help") return await help(rest, io);
    const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (entry === undefined) return await runProgram(argv, io);
    const { command: cliCommand } = await entry.load();
    const command = defined(name, entry.summary, cliCommand, io);
    await parse(command, rest, io);
    return await cliCommand.run(command, io, () => allCommands(io));
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const { errorLine } = await import("../show/error-line.ts");
    io.writeError(errorLine(error, argv.includes("--debug")));
    return 2;
  }
}

async function allCommands(io: Io): Promise<Command[]> {
  const all = Object.entries(commands).map(async ([name, { summary, load }]) =>
    defined(name, summary, (await load()).command, io),
  );
  return Promise.all(all);
}

/** A command with its options and its help. */
function defined(name: string, summary: string, { define, example, differs }: CliCommand, io: Io): Command {
  const command = newCommand(`tapefold ${name}`, io).description(summary);
  define(command);
  command.option("--debug", "show the stack of an error");
  const codes = [...(differs === undefined ? [] : [`1 ${differs}`]), "2 bad input or usage"];
  const exit = ["0 done", ...codes].join("\n  ");
  return command.addHelpText("after", `\nExit code:\n  ${exit}\n\nExample:\n${indent(example)}`);
}

/** `tapefold help`, alone, with a command, with a code, or with `codes` for all of them. */
async function help([topic, ...more]: readonly string[], io: Io): Promise<ExitCode> {
  if (topic === undefined || topic.startsWith("-") || more.length > 0) return runProgram(["--help"], io);
  if (Object.hasOwn(commands, topic)) return commandLine([topic, "--help"], io);
  const { allMeanings, meaningOf } = await import("./code-meanings.ts");
  await io.write(topic === "codes" ? allMeanings() : meaningOf(topic));
  return 0;
}

/** Handles requests to the program itself: help, version, or an unknown command. */
async function runProgram(argv: readonly string[], io: Io): Promise<ExitCode> {
  const program = newCommand("tapefold", io).usage("<command> [options]");
  program.description("Replays the tape of a trading session into the state of the market.");
  program.helpCommand(false).version(version, "-V, --version", "print the version");
  for (const [name, { summary }] of Object.entries(commands)) program.command(name).description(summary);
  program.addHelpText(
    "after",
    "\nEach command shows its options and an example: tapefold help replay\nEvery code of an error or a refused event is explained: tapefold help LOG_TORN, tapefold help codes",
  );
  await parse(program, argv.length === 0 ? ["--help"] : argv, io);
  return 0;
}

function newCommand(name: string, io: Io): Command {
  // Commander also throws what it writes to standard error; the thrown error is written as our one line.
  return new Command(name)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined, getOutHelpWidth: () => io.columns })
    .helpOption("-h, --help", "show this help");
}

async function parse(command: Command, argv: readonly string[], io: Io): Promise<void> {
  let shown = "";
  command.configureOutput({ writeOut: (text) => void (shown += text) });
  try {
    await command.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) {
      await io.write(shown);
      throw error;
    }
    const what = error.message
      .replace(/^error: /, "")
      .replaceAll(/\s*\n\s*/g, " ")
      .replace(/\.$/, "");
    const { usageError } = await import("../show/error-line.ts");
    throw usageError(`${what}; ${command.name()} --help shows how`, argv.join(" "));
  }
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, "  ");
}
