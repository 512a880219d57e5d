/** Standard output that takes nothing more: one line and exit code 2, since 1 would be a difference found. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { goldenPath } from "../replay/tape-folder.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const FULL = "/dev/full";

test.skipIf(!existsSync(FULL)).each([[["verify", goldenPath]], [["replay", "--help"]]])(
  "%j",
  async (argv) => {
    const full = openSync(FULL, "w");
    const command = ["--import", "tsx", "packages/replay/src/cli/main.ts", ...argv];
    const child = spawn(process.execPath, command, { cwd: root, stdio: ["ignore", full, "pipe"] });
    closeSync(full);
    let told = "";
    child.stderr?.on("data", (piece: Buffer) => (told += piece.toString()));
    expect(await once(child, "close")).toEqual([2, null]);
    expect(told).toMatch(/^tapefold: LOG_UNWRITABLE: cannot be written: ENOSPC[^\n]*\n$/);
  },
  30_000,
);
