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
    "8ece40b5303931feb6e3542a845cf8e702d2bd0b2a123c7c9bbe5979950b3863",
    "a35340b77164aec9095feea3989bc9d09764394a60f3bef6be6e6fecd48f0d6d",
  ],
  [
    "golden at its end",
    kept("golden.jsonl"),
    "242790f0a28ce9b208b514cb3d831d818733455d1464f10d8360190a7d3ae1b1",
    "f7c389f6dc631553a0c5729a6de106edd0c5451df8cf330f2d9a86529e38c402",
  ],
  [
    "golden with both indices quoted",
    quoted,
    "968fa2767bb19b823da04196d66f7c292c3008917b5a82ae3ba9269567e9b5bd",
    "11e159f08e4bc79543a6e32b07630c3fdf0473dba047b307cee432606f7cf54f",
  ],
  [
    "the day as it was",
    kept("actual.jsonl"),
    "18ba0400e7fed5defc7b9a4e65a638bc75271320bb688133b751732615b89faa",
    "030345bb8a3f607979451ce9290cd02f58a6d686e8a1280753a306f84edc3843",
  ],
])("%s", (_, events, digest, valuesDigest) => {
  const state = marketState(fold(marketRules, record(events)));
  expect([state.digest, state.valuesDigest]).toEqual([digest, valuesDigest]);
});
