/**
 * Makes the tarballs of all packages as they would be published: those of the workspace, and `tapefold`, which holds
 * nothing but the command, so that `npx tapefold` is the whole start.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const scoped = ["core", "projections", "replay"] as const;

/** Name of each package, and the path of its tarball. */
export type Tarballs = Readonly<Record<string, string>>;

/** Builds the packages anew and writes a tarball of each into a folder. */
export function makeTarballs(folder: string): Tarballs {
  mkdirSync(folder, { recursive: true });
  // Without what earlier builds left of files that are gone.
  for (const name of scoped) rmSync(join(root, "packages", name, "dist"), { recursive: true, force: true });
  run(root, "npm", "run", "--silent", "build");
  const tarballs: Record<string, string> = {};
  for (const name of scoped) tarballs[`@tapefold/${name}`] = packed(join(root, "packages", name), folder);
  tarballs["tapefold"] = packedCommand(folder);
  return tarballs;
}

/** The package `tapefold`; its manifest is made from that of replay. */
function packedCommand(folder: string): string {
  const place = mkdtempSync(join(tmpdir(), "tapefold-command-"));
  try {
    const replay = JSON.parse(readFileSync(join(root, "packages/replay/package.json"), "utf8")) as Manifest;
    const { version, license, type, engines, author, homepage, repository, keywords } = replay;
    const manifest = {
      name: "tapefold",
      version,
      description: "The command tapefold: replays, imports, checks and draws tapes of market events",
      license,
      type,
      engines,
      author,
      homepage,
      keywords,
      repository: { type: repository.type, url: repository.url },
      bin: { tapefold: "bin.js" },
      dependencies: { "@tapefold/replay": version },
    };
    writeFileSync(join(place, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    writeFileSync(join(place, "bin.js"), '#!/usr/bin/env node\nimport "@tapefold/replay/command";\n');
    for (const document of ["LICENSE", "README.md"])
      writeFileSync(join(place, document), readFileSync(join(root, document)));
    return packed(place, folder);
  } finally {
    rmSync(place, { recursive: true });
  }
}

interface Manifest {
  readonly version: string;
  readonly repository: { readonly type: string; readonly url: string };
  readonly [field: string]: unknown;
}

function packed(place: string, folder: string): string {
  const pnpm = join(root, "node_modules/.bin/pnpm");
  const said = run(place, pnpm, "pack", "--json", "--pack-destination", folder);
  const { filename } = JSON.parse(said.slice(said.indexOf("{"))) as { filename: string };
  return filename;
}

function run(cwd: string, program: string, ...argv: readonly string[]): string {
  return execFileSync(program, argv, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
