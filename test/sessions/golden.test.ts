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
    "cc6654f63afafc95ed2937f4c480ec668ff42b9480c0292e97108b7a084b7556",
    "068878edc3dd2632c71824d212913d834dd228a069813b1a69eea0f5bd80ffd5",
  ],
  [
    "golden at its end",
    kept("golden.jsonl"),
    "14b8af86732666ff2d3cf161bf37aa5e137e0ed27df0ebb7430804e0f7fecd40",
    "1dab9a177634a275da720863eb41a374f4bd92d9240c51d923b3297bd6cc8fdb",
  ],
  [
    "golden with both indices quoted",
    quoted,
    "15e487abe0a205e56bba695bbc0f77bac0e83de5a00dc2ef3d6d1b6cc52be5a9",
    "f2c39723504fcd9cc7459453e99f302eef13cb848fa11ed8e9ffd850827ca301",
  ],
  [
    "the day as it was",
    kept("actual.jsonl"),
    "4aeaa8185c3db533ca665880c5c43bc6b47aefe004e5d18701564fa6bcee5ed2",
    "3c801880ffd9c891c4e35d8e991c4fda4a44af02be20871e575835c06d2fffd1",
  ],
])("%s", (_, events, digest, valuesDigest) => {
  const state = marketState(fold(marketRules, record(events)));
  expect([state.digest, state.valuesDigest]).toEqual([digest, valuesDigest]);
});
