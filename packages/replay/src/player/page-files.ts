/** The built page, held in memory under the exact paths at which it is served. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
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

const built = fileURLToPath(new URL("../../dist/player-page/", import.meta.url));
/** Stands in a checkout alone: the package carries the page as it was built. */
const source = fileURLToPath(new URL("../../player-page/", import.meta.url));

/**
 * The files of the page by path, `/` among them. In a checkout it is built first, if it has not been since its source
 * changed.
 */
export async function pageFiles(): Promise<ReadonlyMap<string, PageFile>> {
  if (existsSync(source) && newest(source) > newest(built)) await build();
  if (!existsSync(join(built, "index.html"))) throw new Error(`the player's page is missing (${built})`);
  const files = new Map<string, PageFile>();
  for (const name of namesIn(built)) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const path = name === "index.html" ? "/" : `/${name.replaceAll("\\", "/")}`;
    files.set(path, { type, bytes: readFileSync(join(built, name)) });
  }
  return files;
}

async function build(): Promise<void> {
  const vite = await import("vite");
  await vite.build({ configFile: join(source, "vite.config.ts"), logLevel: "silent" });
}

function namesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) => !name.startsWith("dist") && statSync(join(folder, name)).isFile(),
  );
}

/** When the newest file of a folder was written, in milliseconds; 0 if there is none. */
function newest(folder: string): number {
  return Math.max(0, ...namesIn(folder).map((name) => statSync(join(folder, name)).mtimeMs));
}
