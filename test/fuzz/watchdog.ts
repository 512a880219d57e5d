/** Ends the process, and says at which case, where a case keeps it busy for ever: nothing inside it could. */
import { Worker } from "node:worker_threads";

const STILL_MS = 60_000;

const script = `
const { parentPort } = require("node:worker_threads");
let [name, since] = ["", Date.now()];
parentPort.on("message", (begun) => ([name, since] = [begun, Date.now()]));
setInterval(() => {
  if (Date.now() - since < ${STILL_MS}) return;
  require("node:fs").writeSync(2, name + " has not ended\\n");
  process.kill(process.pid, "SIGKILL");
}, 1000);
`;

export function watched(): { begins(name: string): void; end(): Promise<unknown> } {
  const worker = new Worker(script, { eval: true });
  worker.unref();
  return { begins: (name) => worker.postMessage(name), end: () => worker.terminate() };
}
