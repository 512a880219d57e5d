/** File systems of a few pages, for what a full disk does; undefined where mounting is not permitted. */
import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";

export interface SmallDisk {
  readonly path: (name: string) => string;
  /** Fills it up to so many free bytes. */
  readonly fill: (free: number) => void;
  /** Takes back what filled it. */
  readonly makeSpace: () => void;
}

const PAGE = Buffer.alloc(4096);

/** Gives a function that makes one; each is gone after its test. */
export function smallDisks(): (options: string) => SmallDisk | undefined {
  const mounts: string[] = [];
  afterEach(() => {
    for (const place of mounts.splice(0)) {
      execFileSync("umount", ["-l", place]);
      rmSync(place, { recursive: true });
    }
  });
  return (options) => {
    const place = mkdtempSync(join(tmpdir(), "tapefold-disk-"));
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", place], { stdio: "ignore" });
    } catch {
      rmSync(place, { recursive: true });
      return undefined;
    }
    mounts.push(place);
    const path = (name: string): string => join(place, name);
    const ballast = path("ballast");
    return {
      path,
      fill: (free) => truncateSync(ballast, filled(ballast) - free),
      makeSpace: () => rmSync(ballast),
    };
  };
}

/** Writes a file until there is no room for more; gives its size. */
function filled(path: string): number {
  const file = openSync(path, "a");
  try {
    for (let size = 0; ; size += PAGE.length) {
      try {
        writeSync(file, PAGE);
      } catch {
        return size;
      }
    }
  } finally {
    closeSync(file);
  }
}
