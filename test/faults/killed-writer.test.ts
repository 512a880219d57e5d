import { expect, test } from "vitest";
import { tapeFolder } from "../replay/tape-folder.ts";
import { killWriter } from "./kill-writer.ts";

const folder = tapeFolder();

test("a writer killed 20 times at random moments loses nothing acknowledged, and nothing stands twice", async () => {
  const { kills, head } = await killWriter(folder.path("killed.tape"), 20);
  expect(kills).toBe(20);
  expect(head).toBeGreaterThan(20);
});
