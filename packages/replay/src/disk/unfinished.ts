/**
 * Removes unfinished files, and records of this process, if it is told to end before it could do so itself.
 */

const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
const signals = Object.keys(EXIT_CODES) as (keyof typeof EXIT_CODES)[];

const begun = new Set<() => void>();
let isAsked = false;

/**
 * From now on a signal removes everything unfinished and ends the process, with 128 plus the signal's number.
 */
export function removeUnfinishedOnSignals(): void {
  isAsked = true;
}

/**
 * Registers something that must not outlive the process, before it is created; gives the function to call
 * once it is whole or gone.
 */
export function beginUnfinished(remove: () => void): () => void {
  // A process without unfinished work ends as any other does.
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
      // A failed removal does not stop the others.
    }
  }
  process.exit(EXIT_CODES[signal]);
}
