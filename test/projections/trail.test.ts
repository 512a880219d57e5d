import { readFileSync } from "node:fs";
import { fold, type MarketEvent, parseEvent, record } from "@tapefold/core";
import { marketRules } from "@tapefold/projections";
import { expect, test } from "vitest";

const events: MarketEvent[] = readFileSync(new URL("../sessions/golden.jsonl", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => parseEvent(JSON.parse(line)));

test("whichever tick has another price, the digest is another", { timeout: 120_000 }, () => {
  const digest = fold(marketRules, record(events)).digest;
  const ticks = events.flatMap((event, index) => (event.type === "PriceTicked" ? [{ event, index }] : []));
  expect(ticks.length).toBeGreaterThan(100);
  for (const { event, index } of ticks) {
    const changed = events.with(index, { ...event, price: Number(event.price) + 1 });
    expect(fold(marketRules, record(changed)).digest, event.id).not.toBe(digest);
  }
});
