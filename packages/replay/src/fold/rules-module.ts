/** Loads a user's own rules from a module, to be folded beside the market's. */
import { existsSync, statSync } from "node:fs";
import module from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type AnyProjection, MarketError, State } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";

/** The market's rules together with those of a module. */
export interface ModuleRules {
  readonly all: readonly AnyProjection[];
  readonly own: readonly AnyProjection[];
}

/**
 * Loads every projection that a module exports, alone, in a list or in a rule set.
 *
 * @throws MarketError `USAGE` for a module that can't be loaded or exports none; `PROJECTION_INVALID` for rules that
 * clash with the market's or with each other.
 */
export async function loadRules(path: string): Promise<ModuleRules> {
  let exported: Readonly<Record<string, unknown>>;
  findPackages();
  try {
    exported = (await import(pathToFileURL(resolve(path)).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw unfit(`can't be loaded: ${reason(error, path)}`, path, error);
  }
  const own = [...new Set(Object.values(exported).flatMap(projectionsIn))];
  if (own.length === 0) throw unfit("exports no rule; export what defineProjection gives", path);
  const all = [...marketRules, ...own];
  State.initial(all);
  return { all, own };
}

let isFound = false;

/** Lets modules find tapefold's packages from wherever they stand. */
function findPackages(): void {
  if (isFound) return;
  isFound = true;
  module.register(new URL("./rules-resolver.mjs", import.meta.url), { data: import.meta.url });
}

function projectionsIn(value: unknown): AnyProjection[] {
  if (isProjection(value)) return [value];
  if (typeof value !== "object" || value === null || !(Symbol.iterator in value)) return [];
  return [...(value as Iterable<unknown>)].filter(isProjection);
}

function isProjection(value: unknown): value is AnyProjection {
  return typeof value === "function" && "definition" in value && "needs" in value;
}

function reason(error: unknown, path: string): string {
  if (!existsSync(path)) return "there is no such file; check the path";
  if (statSync(path).isDirectory()) return "it is a directory; give its file";
  if (!/\.[cm]?[jt]sx?$/.test(path)) return "it is no .js or .ts file";
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ERR_UNKNOWN_FILE_EXTENSION")
    return "this Node reads no TypeScript; give a .js module, or take Node 22.18 or newer";
  const [line = "", ...more] = String(message ?? error).split("\n");
  // A compiler's first line only counts what the next ones tell.
  const whole = line.endsWith(":") ? `${line} ${more.join(" ").trim()}` : line;
  return whole.replace(/ imported from .*$/, "").replaceAll(`${resolve(path)}:`, "line ");
}

function unfit(why: string, path: string, cause?: unknown): MarketError<"USAGE"> {
  return new MarketError("USAGE", `the rules module ${why} (${path})`, { argument: "--rules" }, cause);
}
