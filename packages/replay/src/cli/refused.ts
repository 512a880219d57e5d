import { openTape } from "../open-tape.ts";
import { refusedEvents } from "../ask/refused.ts";
import type { CliCommand } from "./command.ts";
import { printable } from "../show/printable.ts";
import { TAPE } from "./option-values.ts";

/** `tapefold refused TAPE`: the events that admission refused, why, and what to do. */
export const command: CliCommand = {
  example: "tapefold refused test/sessions/golden.jsonl",
  define: (command) =>
    void command.argument("<tape>", TAPE).option("--json", "one JSON document on standard output"),
  run: async (command, io) => {
    const [path] = command.processedArgs as [string];
    const { json } = command.opts<{ readonly json?: true }>();
    let count = 0;
    if (json) await io.write('{"refused":[');
    for await (const batch of refusedEvents(openTape(path, io.stdin))) {
      const lines = batch.map((event, index) => {
        if (json) return `${count + index === 0 ? "" : ","}${JSON.stringify(event)}`;
        const { position, id, code, means, remedy } = event;
        return `${position}  ${printable(id)}  ${code}  ${means}; ${remedy}\n`;
      });
      count += batch.length;
      await io.write(lines.join(""));
    }
    if (json) await io.write(`],"count":${count}}\n`);
    else if (count === 0) await io.write("no event was refused\n");
    return 0;
  },
};
