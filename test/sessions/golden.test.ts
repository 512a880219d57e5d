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
    "b7f565c86400660e17b82983311ba531b21f8fa6409e3d022481869ef719de90",
    "a35340b77164aec9095feea3989bc9d09764394a60f3bef6be6e6fecd48f0d6d",
  ],
  [
    "golden at its end",
    kept("golden.jsonl"),
    "a38a70fb34cfe7bcec9802ff4ff82d602964dab3f10284d06d2e75730ccd43ac",
    "f7c389f6dc631553a0c5729a6de106edd0c5451df8cf330f2d9a86529e38c402",
  ],
  [
    "golden with both indices quoted",
    quoted,
    "d0a040edad1d702fe110af268e1742da80cf020499d32d048e2427a1224c387b",
    "11e159f08e4bc79543a6e32b07630c3fdf0473dba047b307cee432606f7cf54f",
  ],
  [
    "the day as it was",
    kept("actual.jsonl"),
    "6c17f6ee2faae275a41c1f984e8bc303929df737a0eca280a31fca89b6f0ec8f",
    "030345bb8a3f607979451ce9290cd02f58a6d686e8a1280753a306f84edc3843",
  ],
])("%s", (_, events, digest, valuesDigest) => {
  const state = marketState(fold(marketRules, record(events)));
  expect([state.digest, state.valuesDigest]).toEqual([digest, valuesDigest]);
});
