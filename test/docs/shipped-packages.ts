/** Every library that comes with an installation, as the lockfile has it. */
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { root } from "../document.ts";

const replay = realpathSync(fileURLToPath(new URL("packages/replay", root)));

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

interface Shipped {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** The packages of ours that bring it. */
  readonly by: readonly string[];
}

/** All libraries by name; binaries of one platform come with the library of their name and are left out. */
export function shippedPackages(): Shipped[] {
  const found = new Map<string, Manifest & { readonly by: Set<string> }>();
  for (const ours of ["core", "projections", "replay"]) {
    const seen = new Set<string>();
    const visit = (folder: string): void => {
      if (seen.has(folder)) return;
      seen.add(folder);
      const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
      if (!manifest.name.startsWith("@tapefold/")) {
        const key = `${manifest.name}@${manifest.version}`;
        const known = found.get(key) ?? { ...manifest, by: new Set() };
        found.set(key, known);
        known.by.add(ours);
      }
      for (const name of Object.keys(manifest.dependencies ?? {})) visit(folderOf(name, folder));
    };
    visit(realpathSync(fileURLToPath(new URL(`packages/${ours}`, root))));
    if (ours === "replay") for (const name of bundled()) visit(folderOf(name, replay));
  }
  return [...found.values()]
    .map(({ name, version, license = "none said", by }) => ({ name, version, license, by: [...by] }))
    .toSorted((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}

/** Libraries that the player's page holds within itself. */
function bundled(): string[] {
  const { devDependencies } = JSON.parse(readFileSync(join(replay, "package.json"), "utf8")) as {
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const page = join(replay, "player-page");
  const sources = readdirSync(page, { recursive: true, encoding: "utf8" }).filter((file) =>
    /^(?!vite\.config).*\.tsx?$/.test(file),
  );
  const text = sources.map((file) => readFileSync(join(page, file), "utf8")).join("\n");
  return Object.keys(devDependencies).filter((name) => new RegExp(`from "${name}["/]`).test(text));
}

/** Its own `node_modules`, or the folder that pnpm puts it into with what it needs. */
function folderOf(name: string, folder: string): string {
  for (let place = folder; place !== join(place, ".."); place = join(place, "..")) {
    const path = join(place, "node_modules", name);
    if (existsSync(path)) return realpathSync(path);
  }
  throw new Error(`${name} of ${folder} is not installed`);
}
