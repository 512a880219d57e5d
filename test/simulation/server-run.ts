/** Two writers at once, a tape on a server, three workers that publish their states, and subscribers of tape and states. */
import { MarketError } from "@tapefold/core";
import { commandLine, watchStates } from "@tapefold/replay";
import { newServer } from "./fake-server.ts";
import type { MarketDay } from "./market-day.ts";
import { type Heads, subscribers } from "./subscribers.ts";
import { type Acknowledged, write } from "./writers.ts";
import { type World, world } from "./world.ts";

const TAPE = "nats://127.0.0.1/DAY";

/** The processes of a run on a server, and what they have come to. */
export function serverRun(run: World, day: MarketDay) {
  newServer();
  const { length } = day.events;
  const acknowledged: Acknowledged = { head: 0 };
  const heads: Heads = new Map();
  const whole = { end: 0 };
  const isWritten = (): boolean => acknowledged.head === length;
  for (const name of ["writer", "rival"])
    run.supervise(name, () => write(TAPE, day, acknowledged), isWritten);
  for (const share of [["--base"], ["--group", "XTKS"], ["--group", "XNYS"]])
    run.supervise(`worker ${share.join(" ")}`, () => work(share));
  run.supervise("reader", () => subscribers(TAPE, day.events, heads));
  run.supervise("watcher", () => watch(day, whole));
  return {
    isOver: () =>
      isWritten() &&
      whole.end === length &&
      heads.size === 3 &&
      [...heads.values()].every((head) => head === length),
    progress: () => ({ of: day.events.length, acknowledged, heads: [...heads], whole }),
    trouble: () => undefined,
    check: async () => undefined,
  };
}

/** `tapefold work`; a fault of the server ends it, in words. */
async function work(share: readonly string[]): Promise<void> {
  let said = "";
  const code = await commandLine(["work", TAPE, ...share], {
    stdin: (async function* () {})(),
    write: async () => world().count("state published"),
    writeError: (text) => void (said += text),
    isTerminal: false,
    isLively: false,
    columns: 80,
    rows: 24,
  });
  const [, told] = /^tapefold: (LOG_\w+): /.exec(said) ?? [];
  if (told === undefined || told === "LOG_DAMAGED") throw new Error(`a worker ends with ${code}: ${said}`);
  world().count(`a worker is told ${told}`);
}

/** Whenever base and parts are of one position, they are together the one fold up to there. */
function watch(day: MarketDay, whole: { end: number }): Promise<void> {
  const { failures } = world();
  return new Promise((resolve) => {
    watchStates(TAPE).subscribe({
      next: ({ parts, whole: state }) => {
        const end = parts.get("base")?.end ?? 0;
        if (state === undefined) return;
        whole.end = end;
        world().count("whole state");
        if (state.digest !== day.digestAt(end)) failures.push(new Error(`another digest at ${end}`));
      },
      error: (error: unknown) => {
        if (!(error instanceof MarketError)) failures.push(error);
        world().count("a watcher is told");
        resolve();
      },
      complete: resolve,
    });
  });
}
