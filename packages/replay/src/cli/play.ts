import { spawn } from "node:child_process";
import { openTape } from "../open-tape.ts";
import { inputTape } from "../jsonl/input-tape.ts";
import { usageError } from "../show/error-line.ts";
import type { Io } from "../show/io.ts";
import type { CliCommand } from "./command.ts";
import { TAPE, wholeNumber } from "./option-values.ts";

interface Options {
  readonly port: number;
  readonly open: boolean;
  readonly follow?: true;
  readonly static?: true;
}

/** `tapefold play TAPE`: the session player, a page in a browser. */
export const command: CliCommand = {
  example: "tapefold play test/sessions/golden.jsonl --open",
  define: (command) =>
    void command
      .argument("[tape]", TAPE)
      .option("--port <n>", "the port of the page; one that is free if absent", wholeNumber, 0)
      .option("--open", "open the page in the browser", false)
      .option("--no-open", "print its address alone, as it is without --open")
      .option("--follow", "go on as the tape is written")
      .option("--static", "let the page fold the tape itself; without a tape, one that is dropped on it"),
  run: async (command, io) => {
    const [path] = command.processedArgs as [string | undefined];
    const { port, open, ...options } = command.opts<Options>();
    if (path === undefined && !options.static)
      throw usageError("missing argument 'tape'; without one, --static serves a page to drop it on", "tape");
    if (options.static && options.follow)
      throw usageError("--static folds a tape as it stands; leave --follow out", "--follow");
    if (port > 65_535) throw usageError(`--port ${port} is no port; give one up to 65535, or none`, "--port");
    const tape =
      path === "-" && options.follow
        ? inputTape(io.stdin)
        : path === undefined
          ? undefined
          : openTape(path, io.stdin);
    // Loaded here, so that no other command pays for it.
    const { loadPlayer, servePlayer } = await import("../player/index.ts");
    const player = await loadPlayer(tape, options);
    await player.files();
    const server = await servePlayer(player, port);
    await io.write(`${server.url}\n`);
    if (open) openInBrowser(server.url);
    await stopped(io);
    await server.close();
    return 0;
  },
};

/** Resolves when the process is asked to end. */
function stopped(io: Io): Promise<void> {
  return new Promise((resolve) => {
    if (io.onStop === undefined) resolve();
    else io.onStop(resolve);
  });
}

/** Asks the system to open an address; a machine without a browser is no fault, the address was printed. */
function openInBrowser(url: string): void {
  const [name, ...before] =
    process.platform === "darwin"
      ? ["open"]
      : process.platform === "win32"
        ? ["rundll32", "url.dll,FileProtocolHandler"]
        : ["xdg-open"];
  spawn(name as string, [...before, url], { stdio: "ignore", detached: true })
    .on("error", () => undefined)
    .unref();
}
