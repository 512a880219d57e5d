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
    "c9215d478e869e31d03ee093ff63b44d54d35b2d31548f053272e386063b9f67",
  ],
  [
    "golden at its end",
    kept("golden.jsonl"),
    "14b8af86732666ff2d3cf161bf37aa5e137e0ed27df0ebb7430804e0f7fecd40",
    "dc9e6dc80e7a6bdafaf1e5f6e1396f4b3fd73c4b3021b29222b9545155dfaaf5",
  ],
  [
    "golden with both indices quoted",
    quoted,
    "15e487abe0a205e56bba695bbc0f77bac0e83de5a00dc2ef3d6d1b6cc52be5a9",
    "8855d1d437bfefaa76ef3d8fc3a3dec4ab58643af6b44da707264052e9d09b21",
  ],
  [
    "the day as it was",
    kept("actual.jsonl"),
    "4aeaa8185c3db533ca665880c5c43bc6b47aefe004e5d18701564fa6bcee5ed2",
    "8b2f6f123af0f377a83d87133ae40aa4d8c125ab816245ad55440c93fd56de05",
  ],
])("%s", (_, events, digest, valuesDigest) => {
  const state = marketState(fold(marketRules, record(events)));
  expect([state.digest, state.valuesDigest]).toEqual([digest, valuesDigest]);
});
