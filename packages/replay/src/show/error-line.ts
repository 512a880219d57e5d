/** Errors as the command line shows them: one line, whatever the tape or the input holds. */
import { MarketError } from "@tapefold/core";
import { printable } from "./printable.ts";

/** `tapefold: CODE: what is wrong and what to do (where)`; the stack follows only for `--debug`. */
export function errorLine(error: unknown, isDebug: boolean): string {
  const line = `tapefold: ${error instanceof MarketError ? error.code : "INTERNAL"}: ${printable(messageOf(error))}\n`;
  return isDebug && error instanceof Error ? `${line}${stackOf(error)}\n` : line;
}

/** The error for wrong input; `argument` is the part at fault. */
export function usageError(message: string, argument: string): MarketError<"USAGE"> {
  return new MarketError("USAGE", message, { argument });
}

function messageOf(error: unknown): string {
  if (error instanceof MarketError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  return `${message}; this is a fault of tapefold: run it again with --debug and report the stack`;
}

function stackOf(error: Error): string {
  const lines = (error.stack ?? "").split("\n").map(printable);
  return error.cause instanceof Error
    ? [...lines, "caused by", stackOf(error.cause)].join("\n")
    : lines.join("\n");
}
