/**
 * The golden digests. They change only with what the rules compute or keep; then the rule's version goes up, and the
 * new digests are written here in the same commit.
 */
import { readFileSync } from "node:fs";
import { fold, type MarketEvent, parseEvent, record } from "@tapefold/core";
import { marketRules, marketState } from "@tapefold/projections";
import { expect, test } from "vitest";
import { goldenTape } from "./golden-tape.ts";

const kept = (name: string): MarketEvent[] =>
  readFileSync(new URL(name, import.meta.url), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => parseEvent(JSON.parse(line)));
const quoted = goldenTape({ quoted: true }).map((line) => parseEvent(line));

test.each([
  [
    "golden at half past one in Tokyo",
    kept("golden.jsonl").slice(0, 242),
    "fe920fcb55b2a13179bc0c60c82c8b1324021cbaef4f7db428a1ce37a2d47cff",
    "068878edc3dd2632c71824d212913d834dd228a069813b1a69eea0f5bd80ffd5",
  ],
  [
    "golden at its end",
    kept("golden.jsonl"),
    "c1aa2009a9e2be2ca261e6c97c9b773399cdd4efc0af823852b39f49d2c45f7e",
    "1dab9a177634a275da720863eb41a374f4bd92d9240c51d923b3297bd6cc8fdb",
  ],
  [
    "golden with both indices quoted",
    quoted,
    "ecfc42cce2248d7ddae6edc1b22972894d08c92864bc557c22ed79ead622c791",
    "f2c39723504fcd9cc7459453e99f302eef13cb848fa11ed8e9ffd850827ca301",
  ],
  [
    "the day as it was",
    kept("actual.jsonl"),
    "f258a0c8c45992b7d29977cf68b95fa5c2ea0331989848666fa488915490a67f",
    "3c801880ffd9c891c4e35d8e991c4fda4a44af02be20871e575835c06d2fffd1",
  ],
])("%s", (_, events, digest, valuesDigest) => {
  const state = marketState(fold(marketRules, record(events)));
  expect([state.digest, state.valuesDigest]).toEqual([digest, valuesDigest]);
});
