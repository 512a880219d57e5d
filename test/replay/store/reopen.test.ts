import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MarketEvent } from "@tapefold/core";
import { openLog, openTape, stateAt } from "@tapefold/replay";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "tapefold-"));
afterAll(() => rmSync(folder, { recursive: true }));

const listed = (mic: string): MarketEvent => ({
  id: mic,
  type: "MarketListed",
  at: 0,
  mic,
  name: mic,
  country: "JP",
  region: "Asia",
  zone: "Asia/Tokyo",
});

test("a store that was read is written again in the same process", async () => {
  const path = join(folder, "x.tape");
  for (const mic of ["XA", "XB", "XC"]) {
    const log = await openLog(path);
    await log.append([listed(mic)]);
    await log.close();
    const { head } = await stateAt(openTape(path));
    expect(head).toBe(["XA", "XB", "XC"].indexOf(mic) + 1);
  }
});
