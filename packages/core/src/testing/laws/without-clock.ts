/** A run without clock, chance and locale. */

const FORBIDDEN: readonly (readonly [object: string, property: string])[] = [
  ["globalThis", "Date"],
  ["globalThis", "performance"],
  ["globalThis", "Intl"],
  ["globalThis", "setTimeout"],
  ["globalThis", "queueMicrotask"],
  ["Math", "random"],
];

/** Runs a function while clock, chance and locale throw, and puts them back. */
export function withoutClock<T>(run: () => T): T {
  const globals = globalThis as unknown as Record<string, object>;
  const kept = FORBIDDEN.flatMap(([object, property]) => {
    const holder = globals[object];
    const descriptor = holder === undefined ? undefined : Object.getOwnPropertyDescriptor(holder, property);
    return holder === undefined || descriptor === undefined ? [] : [{ holder, property, descriptor }];
  });
  try {
    for (const { holder, property } of kept) {
      const get = (): never => {
        throw new Error(`${property} is not for rules; time comes from the tape, chance from a seed on it`);
      };
      Object.defineProperty(holder, property, { get, configurable: true });
    }
    return run();
  } finally {
    for (const { holder, property, descriptor } of kept) Object.defineProperty(holder, property, descriptor);
  }
}
