/** Ends the process, and says at which case, where a case keeps it busy for ever: nothing inside it could. */
import { Worker } from "node:worker_threads";

/** Work of this process, or time on the wall, without another case; on a busy machine the wall alone says little. */
const BUSY_MS = 30_000;
const STILL_MS = 600_000;

const script = `
const { parentPort } = require("node:worker_threads");
let begun;
parentPort.on("message", (name) => (begun = { name, since: Date.now(), cpu: process.cpuUsage() }));
setInterval(() => {
  if (begun === undefined) return;
  const { user, system } = process.cpuUsage(begun.cpu);
  if (user + system < ${BUSY_MS} * 1000 && Date.now() - begun.since < ${STILL_MS}) return;
  require("node:fs").writeSync(2, begun.name + " has not ended\\n");
  process.kill(process.pid, "SIGKILL");
}, 1000);
`;

export function watched(): { begins(name: string): void; end(): Promise<unknown> } {
  const worker = new Worker(script, { eval: true });
  worker.unref();
  return { begins: (name) => worker.postMessage(name), end: () => worker.terminate() };
}
