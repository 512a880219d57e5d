/**
 * The thread that decodes Parquet: one for all files, ended only if a file keeps it busy or fills its memory.
 */
import { Worker } from "node:worker_threads";
import type { SchemaElement } from "hyparquet";

/** Milliseconds of this process's work allowed between two answers, on top of what the file's size allows. */
const MILLIS_FREE = 1500;
const MILLIS_A_MEGABYTE = 1000;
/** Milliseconds between two looks at it, at least. */
const CHECKED_MS = 50;
const MEGABYTES_FREE = 128;
const MEGABYTES_A_MEGABYTE = 24;

/** An answer of the thread. */
export type Decoded =
  | { readonly ready: true }
  | { readonly schema: readonly SchemaElement[] }
  | { readonly start: number; readonly rows: number; readonly columns: readonly (readonly unknown[])[] }
  | { readonly end: true }
  | { readonly fault: string };

interface Thread {
  readonly worker: Worker;
  readonly megabytes: number;
}

let idle: Thread | undefined;

/** The answers about a file, one after the other as they are asked for. Throws an Error that says what is wrong with the file. */
export async function* decodedParquet(path: string, size: number): AsyncGenerator<Decoded> {
  const megabytes = size / 1024 / 1024;
  const limit = MILLIS_FREE + megabytes * MILLIS_A_MEGABYTE;
  const thread = await threadFor(MEGABYTES_FREE + Math.ceil(megabytes) * MEGABYTES_A_MEGABYTE);
  const { worker } = thread;
  let isSound = false;
  worker.ref();
  try {
    let answer = await asked(worker, { path }, limit);
    while (!("end" in answer)) {
      if ("fault" in answer) {
        isSound = true;
        throw new Error(answer.fault);
      }
      // A caller that leaves off here leaves a thread that waits to be told.
      isSound = true;
      yield answer;
      isSound = false;
      answer = await asked(worker, "next", limit);
    }
    isSound = true;
  } finally {
    if (isSound) {
      worker.postMessage("stop");
      worker.unref();
      if (idle === undefined) idle = thread;
      else if (idle !== thread) await worker.terminate();
    } else await worker.terminate();
  }
}

async function threadFor(megabytes: number): Promise<Thread> {
  const kept = idle;
  idle = undefined;
  if (kept !== undefined && kept.megabytes >= megabytes) return kept;
  await kept?.worker.terminate();
  const worker = new Worker(new URL("./parquet-worker.mjs", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: megabytes },
    // This process's own options may not suit a thread.
    execArgv: [],
  });
  await answered(worker, undefined);
  return { worker, megabytes };
}

function asked(worker: Worker, message: unknown, limit: number): Promise<Decoded> {
  const answer = answered(worker, limit);
  worker.postMessage(message);
  return answer;
}

function answered(worker: Worker, limit: number | undefined): Promise<Decoded> {
  return new Promise((resolve, reject) => {
    const done = (settle: () => void): void => {
      clearTimeout(timer);
      worker.off("message", onMessage);
      worker.off("error", onError);
      worker.off("exit", onExit);
      settle();
    };
    const onMessage = (answer: Decoded): void => done(() => resolve(answer));
    const onError = (error: Error & { code?: string }): void => {
      const isMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      done(() =>
        reject(isMemory ? new Error("decoding it takes more memory than its size explains") : error),
      );
    };
    const onExit = (): void => done(() => reject(new Error("its decoding ended")));
    // The clock on the wall also counts what others do on the machine.
    const begun = process.cpuUsage();
    const check = (): void => {
      const { user, system } = process.cpuUsage(begun);
      const left = (limit ?? Infinity) - (user + system) / 1000;
      if (left > 0) timer = setTimeout(check, Math.max(left, CHECKED_MS));
      else done(() => reject(new Error("decoding it takes longer than its size explains")));
    };
    let timer = limit === undefined ? undefined : setTimeout(check, limit);
    worker.on("message", onMessage);
    worker.on("error", onError);
    worker.on("exit", onExit);
  });
}
