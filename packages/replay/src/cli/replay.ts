import type { CliCommand } from "./command.ts";

/** `tapefold replay TAPE`: folds a tape and shows the market. */
export const command: CliCommand = {
  example: "tapefold replay test/sessions/golden.jsonl --at 2026-02-10T04:30:00Z",
  define: (command) => void command.argument("<tape>", "a .jsonl or .jsonl.gz file, or - for standard input"),
  run: async () => 0,
};
