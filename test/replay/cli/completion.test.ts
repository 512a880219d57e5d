/** Completion: the scripts know every command and option, and each shell that is installed takes its own. */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { tapeFolder } from "../tape-folder.ts";
import { run } from "./run-command.ts";

const folder = tapeFolder();

const shells = ["bash", "zsh", "fish"];
const isInstalled = (shell: string): boolean => spawnSync(shell, ["--version"]).error === undefined;
const script = async (shell: string): Promise<string> => (await run(["completion", shell])).out;

/** The commands that the program's help lists. */
async function listed(): Promise<string[]> {
  const { out } = await run(["--help"]);
  const [, commands = ""] = /\nCommands:\n([\s\S]*?)\n\n/.exec(out) ?? [];
  return [...commands.matchAll(/^ {2}(\S+)/gm)].map(([, name = ""]) => name);
}

describe.each(shells)("%s", (shell) => {
  test("has every command, and every long option that its help shows", async () => {
    const text = await script(shell);
    const names = await listed();
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      expect(text).toContain(name);
      const { out } = await run([name, "--help"]);
      for (const [, option = ""] of out.matchAll(/^ {2}--([a-z-]+)/gm))
        expect(text).toMatch(word(shell, option));
    }
  });

  // A machine has the shells that it has; bash is on every one that runs CI on Linux.
  test.runIf(isInstalled(shell))("takes the script", async () => {
    const { status, stderr } = spawnSync(
      shell,
      ["-n", folder.write(`completion.${shell}`, await script(shell))],
      {
        encoding: "utf8",
      },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});

// Without bash there is nothing to ask.
test.runIf(isInstalled("bash"))(
  "bash completes commands, options and choices, and leaves files to itself",
  async () => {
    const text = await script("bash");
    const completed = (...words: string[]): string[] => {
      const line = `COMP_WORDS=(${words.map((one) => `"${one}"`).join(" ")}); COMP_CWORD=${words.length - 1}; _tapefold`;
      const { stdout } = spawnSync("bash", ["-c", `${text}\n${line}\necho "\${COMPREPLY[@]}"`], {
        encoding: "utf8",
      });
      return stdout.trim().split(/\s+/);
    };
    expect(completed("tapefold", "rec")).toEqual(["record"]);
    expect(completed("tapefold", "help", "ver")).toEqual(["verify"]);
    expect(completed("tapefold", "replay", "x.jsonl", "--col")).toEqual(["--colours"]);
    expect(completed("tapefold", "series", "x.jsonl", "--format", "")).toEqual(["csv", "jsonl", "parquet"]);
    expect(completed("tapefold", "replay", "test/ses")).toEqual([""]);
  },
);

function word(shell: string, option: string): RegExp {
  return new RegExp(shell === "fish" ? ` -l ${option} ` : `--${option}\\b`);
}
