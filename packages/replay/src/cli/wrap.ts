import { statements } from "@tapefold/projections";
import { stateAsOf } from "../ask/state-as-of.ts";
import { foldTape } from "../fold/fold-tape.ts";
import { openTape } from "../open-tape.ts";
import { withoutEvents } from "../tape/without-events.ts";
import { wrapMarkdown, wrapText } from "../show/wrap-text.ts";
import { asOfTyped, AT, TAPE, WITHOUT } from "./option-values.ts";
import type { CliCommand } from "./command.ts";
import { refusalCounts, refusalLine } from "../show/refusal-line.ts";
import { printable } from "../show/printable.ts";

interface Options {
  readonly at?: string;
  readonly without?: readonly string[];
  readonly markdown?: true;
  readonly json?: true;
}

/** `tapefold wrap TAPE`: the market in sentences, each supported by the tape. */
export const command: CliCommand = {
  example: "tapefold wrap test/sessions/golden.jsonl --at 2026-02-10T04:30:00Z",
  define: (command) =>
    void command
      .argument("<tape>", TAPE)
      .option("--at <when>", AT)
      .option("--without <id...>", WITHOUT)
      .option("--markdown", "as Markdown")
      .option("--json", "one JSON document on standard output; its claims are a claims file"),
  run: async (command, io) => {
    const [path] = command.processedArgs as [string];
    const { at, without, markdown, json } = command.opts<Options>();
    const tape = openTape(path, io.stdin);
    const log = without === undefined ? tape : withoutEvents(tape, without);
    const { state } = await foldTape(log, { asOf: asOfTyped(at) });
    const said = statements(state);
    const asOf = stateAsOf(state);
    if (json) {
      const document = {
        asOf,
        rejected: refusalCounts(state).rejected,
        statements: said.map(({ claim, ...statement }) => ({ id: claim.id, ...statement })),
        claims: said.map(({ claim }) => claim),
      };
      await io.write(`${JSON.stringify(document)}\n`);
      return 0;
    }
    const title = asOf.at === null ? "Market wrap of an empty tape" : `Market wrap as of ${asOf.at}`;
    await io.write((markdown ? wrapMarkdown : wrapText)(title, said, printable));
    io.writeError(refusalLine(state, path));
    return 0;
  },
};
