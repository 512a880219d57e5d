/**
 * Code made at run time, for functions that are called millions of times. V8 optimises a function for the shapes of
 * objects that it has seen, so one function for all rules would be fast for none. Some environments forbid such code
 * (a content security policy); the callers then use general code, which does the same more slowly.
 */

/** A function with the given body, which must hold plain names and numbers alone; undefined if no code may be made. */
export function compile<T>(parameters: readonly string[], body: string): T | undefined {
  try {
    // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- the point of this file
    return new Function(...parameters, `"use strict";${body}`) as T;
  } catch {
    return undefined;
  }
}
