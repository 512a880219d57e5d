/** Files in the making and records of a running process: removed when it is told to end before it could do so itself. */

const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
const signals = Object.keys(EXIT_CODES) as (keyof typeof EXIT_CODES)[];

const begun = new Set<() => void>();
let isAsked = false;

/** From now on a signal removes all that is unfinished and ends the process, with 128 and the signal's number. */
export function removeUnfinishedOnSignals(): void {
  isAsked = true;
}

/**
 * Begins something that must not outlive the process, before there is anything of it; gives what to call once it is
 * whole or gone.
 */
export function beginUnfinished(remove: () => void): () => void {
  // A process that holds nothing unfinished ends as any other does.
  if (isAsked && begun.size === 0) for (const signal of signals) process.on(signal, removeAll);
  begun.add(remove);
  return () => {
    if (begun.delete(remove) && begun.size === 0)
      for (const signal of signals) process.off(signal, removeAll);
  };
}

function removeAll(signal: keyof typeof EXIT_CODES): void {
  for (const remove of begun) {
    try {
      remove();
    } catch {
      // The others are removed all the same.
    }
  }
  process.exit(EXIT_CODES[signal]);
}
