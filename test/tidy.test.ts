/** Rules of style that neither compiler nor linter knows. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path/posix";
import { describe, expect, test } from "vitest";
import { type Arrow, arrowsBack, circle, folderOrder } from "./folder-order.ts";

const root = new URL("../", import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, root), "utf8");
const json = (file: string) => JSON.parse(read(file)) as { [field: string]: Record<string, string> };

/** Files that git tracks or would add, so that a new one is looked at before it is committed. */
const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\0")
  .filter((file) => file !== "" && existsSync(new URL(file, root)) && statSync(new URL(file, root)).isFile());

const isCode = (file: string): boolean => /\.[cm]?[jt]sx?$/.test(file);
const isSource = (file: string): boolean => /^packages\/[^/]+\/src\//.test(file);
const code = files.filter(isCode);
const sources = code.filter(isSource);

/** The places, as file:line, where a pattern occurs. */
function places(among: readonly string[], pattern: RegExp): string[] {
  return among.flatMap((file) =>
    read(file)
      .split("\n")
      .flatMap((line, index) =>
        pattern.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`] : [],
      ),
  );
}

test("code files have kebab-case names", () => {
  const name = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|test-d|bench|config|d))?\.[cm]?[jt]sx?$/;
  expect(code.filter((file) => !name.test(basename(file)))).toEqual([]);
});

test("no file or folder is named after what it is not", () => {
  const drawer = /(^|\/)(types|utils?|helpers?|common|misc|shared)(\.[a-z]+)*(\/|$)/;
  // Type tests have a folder of their own.
  expect(files.filter((file) => drawer.test(file) && !file.startsWith("test/types/"))).toEqual([]);
});

test("no code stands at the root", () => {
  // A program of a page of the documents, run in the wrong folder, would.
  expect(code.filter((file) => !file.includes("/"))).toEqual([]);
});

test("no source file is longer than 300 lines", () => {
  expect(sources.filter((file) => read(file).trimEnd().split("\n").length > 300)).toEqual([]);
});

test("nothing is left for later in a comment", () => {
  // Spelt with brackets, so that the patterns do not find themselves.
  expect(places(code, /\b(T[O]DO|F[I]XME|X[X]X)\b/)).toEqual([]);
});

test("no comment begins with a relative clause", () => {
  const riddle = /^\s*(\/\/|\/?\*\*?)\s*(What|Those|One that|So many|That which)\s/;
  // Places as printed by the failure; a comment put here needs a reason beside it.
  const exceptions: readonly string[] = [];
  expect(places(code, riddle).filter((place) => !exceptions.includes(place))).toEqual([]);
  for (const planted of ["// What", "  * Those", "/** One that", "   /** So many"])
    expect(`${planted} was sent`).toMatch(riddle);
});

test("every export is named", () => {
  // It stands in the place of a whole module of Node.
  const double = "test/simulation/fake-fs.ts";
  const named = code.filter((file) => file !== double);
  expect(places(named, /^\s*export\s+[*](?!\s+as\b)/)).toEqual([]);
});

test("every skipped test says why, beside it or on the line above", () => {
  const unexplained = code.flatMap((file) => {
    const lines = read(file).split("\n");
    return lines.flatMap((line, index) => {
      if (!/\b(test|it|describe|bench)\b.*\.(skip|todo|fails)\b/.test(line)) return [];
      const isExplained = /\/\/ \S/.test(line) || /^\s*(\/\/|\*)/.test(lines[index - 1] ?? "");
      return isExplained ? [] : [`${file}:${index + 1}`];
    });
  });
  expect(unexplained).toEqual([]);
});

test("no test runs alone", () => {
  expect(places(code, /\b(test|it|describe|bench)[.]only\b/)).toEqual([]);
});

test("no tracked file names a registry's host or a path of someone's machine", () => {
  const texts = files.filter((file) => !/\.(gz|png|jpe?g|ico|woff2?)$/.test(file));
  expect(places(texts, /registry[.][a-z0-9-]+[.][a-z]+|\btarball: |[_]authToken/i)).toEqual([]);
  expect(places(texts, /(?<![\w.~*$}-])\/(home|root|Users|work(space)?s?)\//)).toEqual([]);
});

test("the set-up script runs the pnpm that is installed", () => {
  const { scripts, devDependencies } = json("package.json");
  expect(scripts?.["setup"]).toContain(` pnpm@${devDependencies?.["pnpm"]} `);
});

test("versions are exact in the catalog and in the root", () => {
  const [, catalog] = /^catalog:\n((?:[ ]+.*\n)+)/m.exec(read("pnpm-workspace.yaml")) ?? [];
  const versions = [...(catalog ?? "").matchAll(/^ +"?([^":\n]+)"?: *(.+)$/gm)].map(([, name, at]) => [
    name,
    at,
  ]);
  expect(versions.length).toBeGreaterThan(0);

  const pinned = [...versions, ...Object.entries(json("package.json")["devDependencies"] ?? {})];
  expect(pinned.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version ?? ""))).toEqual([]);
});

test("workspace packages take every version from the catalog or the workspace", () => {
  const manifests = files.filter((file) => /^(packages\/[^/]+|test)\/package\.json$/.test(file));
  const loose = manifests.flatMap((file) => {
    const { dependencies, devDependencies } = json(file);
    return Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => version !== "catalog:" && version !== "workspace:^",
    );
  });
  expect(loose).toEqual([]);
});

test.runIf(existsSync(new URL("README.md", root)))("the README gives the two commands", () => {
  expect(read("README.md")).toContain("npm start");
  expect(read("README.md")).toContain("npm test");
});

describe.each(Object.entries(folderOrder))("the folders of %s", (name, rooms) => {
  const src = `packages/${name}/src/`;
  const arrows = sources
    .filter((file) => file.startsWith(src))
    .flatMap((file): Arrow[] =>
      [...read(file).matchAll(/\b(?:from|import)\s*\(?"(\.[^"]+)"/g)].map(([, target = ""]) => ({
        from: file.slice(src.length),
        to: join(file, "..", target).slice(src.length),
      })),
    );

  test("no import goes back", () => {
    expect(arrows.length).toBeGreaterThan(0);
    expect(arrowsBack(rooms, arrows)).toEqual([]);
    const planted = { from: `${rooms[0]}/planted.ts`, to: rooms.at(-2) ?? "" };
    expect(arrowsBack(rooms, [...arrows, planted])).toEqual([planted]);
  });

  test("no files import each other in a circle, types included", () => {
    expect(circle(arrows)).toEqual([]);
    const [{ from, to }] = arrows as [Arrow];
    expect(circle([...arrows, { from: to, to: from }])).not.toEqual([]);
  });

  test("few files stand outside a folder", () => {
    const flat = sources.filter((file) => file.startsWith(src) && !file.slice(src.length).includes("/"));
    expect(flat.length).toBeLessThanOrEqual(6);
  });
});
