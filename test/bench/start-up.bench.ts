/** Start-up of the command as published, by plain Node, against Node alone. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { quantile, ratio, type Row, type Scale } from "./measure.ts";

const PACKAGES = fileURLToPath(new URL("../../packages", import.meta.url));

export function startUp(scale: Scale): Row[] {
  const folder = mkdtempSync(join(tmpdir(), "tapefold-bench-"));
  try {
    const command = installed(folder);
    const laps: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
    for (let round = 0; round <= (scale === "short" ? 1 : 25); round += 1) {
      const [ours, theirs] = [millisecondsOf([command, "--help"], /replay/), millisecondsOf(["-e", "0"])];
      if (round === 0) continue;
      laps.ours.push(ours);
      laps.theirs.push(theirs);
    }
    const [ours, theirs] = [laps.ours, laps.theirs].map((all) => `${quantile(all).toFixed(0)} ms`) as [
      string,
      string,
    ];
    const value = ratio(laps.ours, laps.theirs);
    return [
      {
        what: "tapefold --help, as published; node -e 0",
        ours,
        theirs,
        value,
        unit: "x",
        must: 2,
        wish: 1.3,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function millisecondsOf(args: readonly string[], expected = /^$/): number {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  const milliseconds = performance.now() - started;
  assert.equal(status, 0, stderr);
  assert.match(stdout, expected);
  return milliseconds;
}

/** The three packages as they are packed, beside their dependencies as the workspace has them; the command's path. */
function installed(folder: string): string {
  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  for (const name of ["core", "projections", "replay"]) {
    const [from, to] = [join(PACKAGES, name), join(modules, "@tapefold", name)];
    const manifest = JSON.parse(readFileSync(join(from, "package.json"), "utf8")) as Manifest;
    assert.ok(existsSync(join(from, "dist")), "there is nothing to start; run npm run build first");
    cpSync(join(from, "dist"), join(to, "dist"), { recursive: true });
    writeFileSync(join(to, "package.json"), JSON.stringify({ ...manifest, ...manifest.publishConfig }));
    for (const dependency of Object.keys(manifest.dependencies)) {
      const link = join(modules, dependency);
      if (dependency.startsWith("@tapefold/")) continue;
      mkdirSync(dirname(link), { recursive: true });
      rmSync(link, { force: true });
      symlinkSync(realpathSync(join(from, "node_modules", dependency)), link);
    }
  }
  const replay = JSON.parse(readFileSync(join(modules, "@tapefold/replay/package.json"), "utf8")) as Manifest;
  return join(modules, "@tapefold/replay", replay.bin?.["tapefold"] ?? "");
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly publishConfig: object;
  readonly bin?: Readonly<Record<string, string>>;
}
