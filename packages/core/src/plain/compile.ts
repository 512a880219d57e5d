/**
 * Code made at run time for what happens millions of times: V8 compiles a function for the shapes and the callees that
 * it has seen, so one function that serves all rules is compiled for none. Where the environment forbids it (a content
 * security policy), callers do the same by their general code, only slower.
 */

/** The function that a body stands for; undefined where no code may be made. A body is made of plain names and numbers alone. */
export function compile<T>(parameters: readonly string[], body: string): T | undefined {
  try {
    // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- the point of this file
    return new Function(...parameters, `"use strict";${body}`) as T;
  } catch {
    return undefined;
  }
}
