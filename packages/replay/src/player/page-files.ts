/** The built page, held in memory under the exact paths at which it is served. */
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const built = here("../../dist/player-page/");
/** Stands in a checkout alone: the package carries the page as it was built. */
const source = here("../../player-page/");
/** Folders that the page is built of. */
const sources = [source, ...["../../src/", "../../../core/src/", "../../../projections/src/"].map(here)];

/**
 * The files of the page by path, `/` among them. In a checkout it is built first, if it has not been since its sources
 * changed.
 */
export async function pageFiles(): Promise<ReadonlyMap<string, PageFile>> {
  if (!existsSync(source) || newest([built]) > newest(sources)) return filesIn(built);
  // Built beside the old one, which others may be reading.
  const fresh = `${built.slice(0, -1)}-${randomUUID()}`;
  try {
    const vite = await import("vite");
    await vite.build({
      configFile: join(source, "vite.config.ts"),
      logLevel: "silent",
      build: { outDir: fresh },
    });
    const files = filesIn(fresh);
    replace(built, fresh);
    return files;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Puts a folder in the place of another; of several processes that do so at once, one will do. */
function replace(old: string, fresh: string): void {
  try {
    rmSync(old, { recursive: true, force: true });
    renameSync(fresh, old);
  } catch (error) {
    if (!existsSync(old)) throw error;
  }
}

function filesIn(folder: string): ReadonlyMap<string, PageFile> {
  if (!existsSync(join(folder, "index.html"))) throw new Error(`the player's page is missing (${folder})`);
  const files = new Map<string, PageFile>();
  for (const name of namesIn(folder)) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const path = name === "index.html" ? "/" : `/${name.replaceAll("\\", "/")}`;
    files.set(path, { type, bytes: readFileSync(join(folder, name)) });
  }
  return files;
}

function namesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) => !/^dist[\\/]/.test(name) && statSync(join(folder, name)).isFile(),
  );
}

/** When the newest file of some folders was written, in milliseconds; 0 if there is none. */
function newest(folders: readonly string[]): number {
  const times = folders.flatMap((folder) =>
    namesIn(folder).map((name) => statSync(join(folder, name)).mtimeMs),
  );
  return times.reduce((latest, time) => Math.max(latest, time), 0);
}
