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
    "b638978a87ede27969f5e66039a0469e39582d8d1133fe78df0d4c0b4d2890a9",
    "068878edc3dd2632c71824d212913d834dd228a069813b1a69eea0f5bd80ffd5",
  ],
  [
    "golden at its end",
    kept("golden.jsonl"),
    "eb398bd73fcab9b20017383aed49fece234fa74f02b6eb19ee2d4b68bcdf550d",
    "1dab9a177634a275da720863eb41a374f4bd92d9240c51d923b3297bd6cc8fdb",
  ],
  [
    "golden with both indices quoted",
    quoted,
    "e9c9420239f6f2ab4c1ce9f592f5e4fc8227d1dc665c5f0b0f28f8c810503292",
    "f2c39723504fcd9cc7459453e99f302eef13cb848fa11ed8e9ffd850827ca301",
  ],
  [
    "the day as it was",
    kept("actual.jsonl"),
    "fd4fb50dc6dfb09faf69a0af7f70b3320a885d9d25f9956fc3ccd074b9072c50",
    "3c801880ffd9c891c4e35d8e991c4fda4a44af02be20871e575835c06d2fffd1",
  ],
])("%s", (_, events, digest, valuesDigest) => {
  const state = marketState(fold(marketRules, record(events)));
  expect([state.digest, state.valuesDigest]).toEqual([digest, valuesDigest]);
});
