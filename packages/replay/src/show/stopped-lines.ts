import type { State } from "@tapefold/core";
import { printable } from "./printable.ts";

/** Rules that threw, a line each, for what they would show is missing; empty if none did. */
export function stoppedLines({ stopped }: State): string {
  return stopped.map(({ message }) => `tapefold: RECIPE_THREW: ${printable(message)}\n`).join("");
}
