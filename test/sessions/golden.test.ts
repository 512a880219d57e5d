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
    "f41f1879d0770e734908b08758a13f26f306a9bfa551526c21a10dd8bd848a33",
    "068878edc3dd2632c71824d212913d834dd228a069813b1a69eea0f5bd80ffd5",
  ],
  [
    "golden at its end",
    kept("golden.jsonl"),
    "782906295512d408dc91d697ff277064609b876d6635fe8f310d267763b313ff",
    "1dab9a177634a275da720863eb41a374f4bd92d9240c51d923b3297bd6cc8fdb",
  ],
  [
    "golden with both indices quoted",
    quoted,
    "ac9bd6a906bcf1c62db9897df07f01ebf27c56e11c134e0f25d44c26b7020916",
    "f2c39723504fcd9cc7459453e99f302eef13cb848fa11ed8e9ffd850827ca301",
  ],
  [
    "the day as it was",
    kept("actual.jsonl"),
    "5a92e8b541cc2583e36c933a58b8193074c047871a867e9788249ba11b45125a",
    "3c801880ffd9c891c4e35d8e991c4fda4a44af02be20871e575835c06d2fffd1",
  ],
])("%s", (_, events, digest, valuesDigest) => {
  const state = marketState(fold(marketRules, record(events)));
  expect([state.digest, state.valuesDigest]).toEqual([digest, valuesDigest]);
});
