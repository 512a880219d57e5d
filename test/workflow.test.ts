/** The public workflow: it is YAML of the shape that the service wants, and what it calls is there. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseDocument } from "yaml";

const root = new URL("../", import.meta.url);
const workflow = new URL(".github/workflows/ci.yml", root);

interface Job {
  readonly "runs-on": string;
  readonly "timeout-minutes": number;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly (string | number)[]>> };
  readonly steps: readonly { readonly run?: string; readonly uses?: string }[];
}

const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

test.runIf(existsSync(workflow))("the workflow calls scripts and programs that are there", () => {
  const document = parseDocument(readFileSync(workflow, "utf8"), { strict: true });
  expect([...document.errors, ...document.warnings]).toEqual([]);
  const { jobs } = document.toJS() as { readonly jobs: Readonly<Record<string, Job>> };
  const { scripts } = JSON.parse(read("package.json")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const calls: string[] = [];
  for (const job of Object.values(jobs)) {
    expect(job).toMatchObject({ "runs-on": expect.any(String), "timeout-minutes": expect.any(Number) });
    for (const step of job.steps) {
      expect([step.run, step.uses].filter((each) => each !== undefined)).toHaveLength(1);
      if (step.uses !== undefined) expect(step.uses).toMatch(/^actions\/[\w-]+@v\d+$/);
      calls.push(...(step.run ?? "").split(/ && |\n/).filter((call) => call !== ""));
    }
  }
  const unknown = calls.filter((call) => {
    const [, script] = /^npm (?:run )?([\w:]+)/.exec(call) ?? [];
    const [, program] = /^npm exec --no -- (\S+)/.exec(call) ?? [];
    if (program !== undefined) return !existsSync(new URL(`node_modules/.bin/${program}`, root));
    return !call.startsWith("sudo apt-get ") && (script === undefined || scripts[script] === undefined);
  });
  expect(calls.length).toBeGreaterThan(5);
  expect(unknown).toEqual([]);
  expect(jobs["test"]?.strategy?.matrix).toMatchObject({
    os: ["ubuntu-latest", "macos-latest", "windows-latest"],
    node: [20, 22, 24, 26],
  });
});

test.each(["config", "fault", "rule"])("the issue template %s is YAML", (name) => {
  const file = new URL(`.github/ISSUE_TEMPLATE/${name}.yml`, root);
  expect(parseDocument(readFileSync(file, "utf8"), { strict: true }).errors).toEqual([]);
});
