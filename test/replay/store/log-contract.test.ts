import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryLog } from "@tapefold/core";
import { logContract } from "@tapefold/core/testing";
import { openLog, openTape } from "@tapefold/replay";
import { afterAll, describe, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "tapefold-contract-"));
let made = 0;
afterAll(() => rmSync(folder, { recursive: true }));

function onDisk(ending: string) {
  return async () => {
    const path = join(folder, `log-${(made += 1)}${ending}`);
    return { log: await openLog(path), reader: async () => openTape(path), reopen: () => openLog(path) };
  };
}

describe.each([
  ["memory", async () => ({ log: memoryLog() })],
  ["file", onDisk(".jsonl")],
  ["store", onDisk(".tape")],
])("the log of a %s", (_, open) => {
  for (const { name, check } of logContract(open)) test(name, check);
});
