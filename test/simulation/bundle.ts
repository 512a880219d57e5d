/**
 * The system under simulation: the packages as they are, bundled with a machine in memory in the place of `node:fs`,
 * timers and clock, and with a server in memory in the place of the libraries that speak to one. So their own code runs down to the calls of the system, and nothing of it knows that it is tried.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import type { simulate } from "./simulate.ts";

const here = (name: string): string => join(import.meta.dirname, name);

/** A fault put into the code on purpose: a text of a source file, and what stands in its place. */
export interface Plant {
  readonly file: string;
  readonly text: string;
  readonly by: string;
}

function planted({ file, text, by }: Plant): Plugin {
  return {
    name: "plant",
    setup(build) {
      build.onLoad({ filter: new RegExp(`/src/${file}$`) }, async ({ path }) => {
        const source = await readFile(path, "utf8");
        if (source.split(text).length !== 2) throw new Error(`${file} doesn't hold once: ${text}`);
        return { contents: source.replace(text, by), loader: "ts" };
      });
    },
  };
}

const machine: Plugin = {
  name: "machine",
  setup(build) {
    const replace = (filter: RegExp, by: string): void =>
      build.onResolve({ filter }, ({ importer }) => (importer === here(by) ? undefined : { path: here(by) }));
    replace(/^node:fs$/, "fake-fs.ts");
    replace(/^@nats-io\/(transport-node|jetstream|kv)$/, "fake-nats.ts");
    replace(/^node:timers\/promises$/, "fake-timers.ts");
    // A store is written by lmdb through a memory map, where nothing of this machine comes between.
    build.onResolve({ filter: /^(lmdb|vite|@duckdb\/.*)$/ }, ({ path }) => ({ path, namespace: "left out" }));
    build.onLoad({ filter: /./, namespace: "left out" }, () => ({ contents: "module.exports = {}" }));
  },
};

/** Bundles the system, with a fault if one is given. */
export async function simulation(plant?: Plant): Promise<{ readonly simulate: typeof simulate }> {
  const folder = mkdtempSync(join(tmpdir(), "tapefold-simulation-"));
  const outfile = join(folder, "simulation.mjs");
  try {
    await build({
      entryPoints: [here("simulate.ts")],
      outfile,
      bundle: true,
      format: "esm",
      platform: "node",
      inject: [here("fake-globals.ts")],
      plugins: plant === undefined ? [machine] : [planted(plant), machine],
      // For packages in the older form of modules.
      banner: {
        js: 'import * as nodeModule from "node:module"; const require = nodeModule.createRequire(import.meta.url);',
      },
      logLevel: "error",
    });
    return (await import(pathToFileURL(outfile).href)) as { readonly simulate: typeof simulate };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
