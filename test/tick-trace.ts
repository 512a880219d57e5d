/**
 * Steps one `PriceTicked` from `project` to the shown values, and counts the files it touches and the turns back: moves
 * to a file that was left before. Run by hand: `npx tsx test/tick-trace.ts`.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Debugger } from "node:inspector";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type MarketEvent, project, record, type Recorded } from "@tapefold/core";
import { indexLevel, recordClose, sessionStreak } from "@tapefold/projections";
import { Subject } from "rxjs";
import { WebSocket } from "ws";

if (process.argv[2] === "walk") walk();
else report(await stepped());

/** Folds a session of an index of two shares; the debugger takes over at its last tick, and leaves at `seen`. */
function walk(): void {
  const log = record(tape());
  const events = new Subject<Recorded>();
  let shown: unknown;
  const chosen = { level: indexLevel("SEMX"), streak: sessionStreak("SEMX"), record: recordClose("SEMX") };
  events.pipe(project(chosen)).subscribe((values) => (shown = values));
  const tick = log.pop();
  for (const recorded of log) events.next(recorded);
  const before = shown;
  // oxlint-disable-next-line no-debugger -- the steps begin here
  debugger;
  if (tick !== undefined) events.next(tick);
  seen();
  if (shown === before) throw new Error("the tick showed nothing new");
}

/** Ends the steps; known by its name. */
function seen(): void {}

/** Steps `walk` in a process of its own; gives the files in the order in which it came to them. */
async function stepped(): Promise<string[]> {
  const args = ["--inspect-brk=127.0.0.1:0", ...process.execArgv, fileURLToPath(import.meta.url), "walk"];
  const walker = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "pipe"] });
  const lines = createInterface(walker.stderr);
  const [line] = (await once(lines, "line")) as [string];
  const socket = new WebSocket(/ws:\S+/.exec(line)?.[0] ?? "");
  await once(socket, "open");
  let sent = 0;
  const send = (method: string, params = {}): void =>
    socket.send(JSON.stringify({ id: (sent += 1), method, params }));
  const names = new Map<string, string>();
  const visited: string[] = [];
  let isStepping = false;
  const pausedAt = ({ functionName, location: { scriptId } }: Debugger.CallFrame, reason: string): string => {
    // The first pause is before the first line of all.
    if (reason === "Break on start" || functionName === seen.name) return "Debugger.resume";
    isStepping ||= functionName === walk.name;
    const file = names.get(scriptId);
    if (isStepping && file !== undefined && visited.at(-1) !== file) visited.push(file);
    return "Debugger.stepInto";
  };
  socket.on("message", (data: Buffer) => {
    const { method, params } = JSON.parse(data.toString()) as { method?: string; params: never };
    if (method === "Debugger.scriptParsed") {
      const { scriptId, url: script } = params as Debugger.ScriptParsedEventDataType;
      const name = script === "" ? "made at run time" : /\/packages\/(.+\/src\/.+)$/.exec(script)?.[1];
      if (name !== undefined) names.set(scriptId, name);
    } else if (method === "Debugger.paused") {
      const { callFrames, reason } = params as Debugger.PausedEventDataType;
      const [frame] = callFrames as [Debugger.CallFrame];
      send(pausedAt(frame, reason));
      // Any message acknowledges what came; without it each step waits 40 ms.
      send("Runtime.getIsolateId");
      if (frame.functionName === seen.name) socket.close();
    }
  });
  send("Debugger.enable");
  send("Debugger.setBlackboxPatterns", { patterns: ["/node_modules/", "^node:"] });
  send("Runtime.runIfWaitingForDebugger");
  const [code] = (await once(walker, "exit")) as [number];
  if (code !== 0) throw new Error(`the walk ended with ${code}`);
  return visited;
}

function report(files: readonly string[]): void {
  const times = new Map<string, number>();
  for (const file of files) times.set(file, (times.get(file) ?? 0) + 1);
  for (const [file, count] of times) console.log(`${String(count).padStart(5)}  ${file}`);
  console.log(`${times.size} files; ${files.length - 1} moves; ${files.length - times.size} turns back`);
}

function tape(): MarketEvent[] {
  const date = "2026-02-10";
  const open = Date.UTC(2026, 1, 10) * 1000;
  const shares = ["S1", "S2"];
  const listing = { mic: "XSEM", currency: "JPY", scale: 2 };
  const events = [
    { type: "MarketListed", mic: "XSEM", name: "Sem", country: "JP", region: "Asia", zone: "Asia/Tokyo" },
    ...shares.map((instrument) => {
      return { type: "InstrumentListed", instrument, name: instrument, kind: "equity", ...listing };
    }),
    { type: "InstrumentListed", instrument: "SEMX", name: "Sem 2", kind: "index", ...listing },
    {
      type: "CalendarLoaded",
      mic: "XSEM",
      from: "2026-02-09",
      to: "2026-02-13",
      dates: ["2026-02-09", date],
    },
    {
      type: "IndexDefined",
      instrument: "SEMX",
      mode: "derived",
      weighting: "cap",
      divisor: 1,
      constituents: shares.map((instrument) => ({ instrument, weight: 1 })),
    },
    ...["SEMX", ...shares].map((instrument) => {
      return {
        type: "StreakSeeded",
        instrument,
        streak: 1,
        close: instrument === "SEMX" ? 200 : 100,
        date: "2026-02-09",
      };
    }),
    { type: "RecordSeeded", instrument: "SEMX", basis: "close", level: 210, date: "2026-02-09" },
    { type: "SessionOpened", mic: "XSEM", date },
    ...[101, 102, 103, 102, 104].flatMap((price) =>
      shares.map((instrument) => ({ type: "PriceTicked", instrument, price })),
    ),
  ];
  return events.map((event, index) => ({
    id: `e${index}`,
    at: open + index * 1_000_000,
    ...(event.type === "PriceTicked" ? { source: "feed", seq: index } : {}),
    ...event,
  })) as MarketEvent[];
}
