/** A command that is told to end takes with it what it had begun. */
import { once } from "node:events";
import { mkdirSync, readdirSync, watch } from "node:fs";
import { expect, test } from "vitest";
import { childCommand } from "./child-command.ts";
import { goldenLines, tapeFolder } from "../replay/tape-folder.ts";

const folder = tapeFolder();

/** Resolves once a file of that kind stands in a folder. */
async function appearance(place: string, name: RegExp): Promise<void> {
  const changes = watch(place);
  try {
    while (!readdirSync(place).some((one) => name.test(one))) await once(changes, "change");
  } finally {
    changes.close();
  }
}

const many = ["--seed", "1", "--instruments", "50", "--ticks", "90000000"];
const bars = ["--profile", "ohlc", "--instrument", "N225", "--mic", "XTKS"];
const situations = [
  {
    name: "generate",
    argv: (place: string) => ["generate", ...many, "--out", `${place}/made.jsonl`],
    begun: /made\.jsonl\.unfinished/,
  },
  {
    name: "import",
    argv: (place: string) =>
      ["import", "-", ...bars, "--out", `${place}/n225.jsonl`].concat("--rejects", `${place}/refused.csv`),
    begun: /refused\.csv\.unfinished/,
  },
  { name: "append", argv: (place: string) => ["append", `${place}/live.jsonl`], begun: /live\.jsonl\.lock/ },
];

for (const { name, argv, begun } of situations) {
  test(
    name,
    async () => {
      for (const [signal, code] of [
        ["SIGINT", 130],
        ["SIGTERM", 143],
      ] as const) {
        const place = folder.path(`${name}-${signal}`);
        mkdirSync(place);
        const command = childCommand(...argv(place));
        command.process.stdin?.write(`${goldenLines[0]}\n`.repeat(5_000));
        await appearance(place, begun);
        command.process.kill(signal);
        expect(await command.ended).toMatchObject({ code, err: "" });
        expect(readdirSync(place).filter((one) => one !== "live.jsonl")).toEqual([]);
      }
    },
    60_000,
  );
}
