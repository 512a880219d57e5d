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
    "100691e0c8310722f30ecfea1efbaff48e8de9fddd3547c80e85bb8126f82a1c",
    "c9215d478e869e31d03ee093ff63b44d54d35b2d31548f053272e386063b9f67",
  ],
  [
    "golden at its end",
    kept("golden.jsonl"),
    "f46947ed21f0063a5ecd54ac212f32ed526a56709e33a153efd8de298733f7fa",
    "dc9e6dc80e7a6bdafaf1e5f6e1396f4b3fd73c4b3021b29222b9545155dfaaf5",
  ],
  [
    "golden with both indices quoted",
    quoted,
    "7ed06be88b52d38c99cb123d88390232006161289f45b4fe38d073033941edf1",
    "8855d1d437bfefaa76ef3d8fc3a3dec4ab58643af6b44da707264052e9d09b21",
  ],
  [
    "the day as it was",
    kept("actual.jsonl"),
    "65e00a7de43d4e881a152b5bb984f462d1c78a665829b7fea8c250a7aafd7269",
    "8b2f6f123af0f377a83d87133ae40aa4d8c125ab816245ad55440c93fd56de05",
  ],
])("%s", (_, events, digest, valuesDigest) => {
  const state = marketState(fold(marketRules, record(events)));
  expect([state.digest, state.valuesDigest]).toEqual([digest, valuesDigest]);
});
