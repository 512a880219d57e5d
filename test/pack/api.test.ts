/** The public API of each door as a file to be reviewed: a change of it shows in a diff. `npm run test:pack -- -u` writes it. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Extractor, ExtractorConfig, type ExtractorLogLevel } from "@microsoft/api-extractor";
import { afterAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const place = mkdtempSync(join(tmpdir(), "tapefold-api-"));
afterAll(() => rmSync(place, { recursive: true }));

const doors = [
  ["core", "index"],
  ["core", "testing/index"],
  ["projections", "index"],
  ["projections", "testing/index"],
  ["replay", "index"],
] as const;

test.each(doors)("%s/%s is as reviewed", async (name, entry) => {
  const file = `${name}${entry === "index" ? "" : "-testing"}.api.md`;
  await expect(reportOf(name, entry)).toMatchFileSnapshot(`../types/api/${file}`);
});

test.each(doors)("every name of %s/%s is documented, one of its overloads at least", (ours, entry) => {
  const report = reportOf(ours, entry);
  const name =
    /^\/\/ @public( \(undocumented\))?\n(?:export )?(?:(?:abstract|class|const|function|interface|type) )+(\w+)/gm;
  const exported = [...report.matchAll(name)];
  const documented = new Set(exported.filter(([, bare]) => bare === undefined).map(([, , one]) => one));
  expect(documented.size).toBeGreaterThan(3);
  expect(exported.map(([, , one]) => one).filter((one) => !documented.has(one))).toEqual([]);
});

function reportOf(name: string, entry: string): string {
  const folder = join(root, "packages", name);
  const silent = { logLevel: "none" as ExtractorLogLevel };
  mkdirSync(join(place, "checked"), { recursive: true });
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, "package.json"),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: join(folder, "dist", `${entry}.d.ts`),
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            module: "nodenext",
            target: "es2022",
            // An AbortSignal stands in the types of replay.
            lib: ["es2023", "dom"],
            strict: true,
            types: [],
            skipLibCheck: true,
          },
          files: [`dist/${entry}.d.ts`],
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: "report.api.md",
        reportFolder: join(place, "checked"),
        reportTempFolder: place,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: silent },
        extractorMessageReporting: { default: silent },
        tsdocMessageReporting: { default: silent },
      },
    },
  });
  const { succeeded } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => (message.handled = true),
  });
  expect(succeeded).toBe(true);
  return readFileSync(join(place, "report.api.md"), "utf8").replaceAll("\r\n", "\n");
}
