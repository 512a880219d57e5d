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
    "59e40b066d46d972c7e91e104d21806dc4590194f0a31f80fc54acde5a77facf",
    "34ac956637129a3db2bc37055bde8e14bc835b02e27d192ed019ab1e5833a1ed",
  ],
  [
    "golden at its end",
    kept("golden.jsonl"),
    "067289b6e7794e290873c2e5bfa12dbc7d1b7103b1129a16ca9967f1bb4c4b64",
    "ae5056b234b985e98d239ac2769ee4d641d5609083d91f6dea12d97f6eda4b4f",
  ],
  [
    "golden with both indices quoted",
    quoted,
    "2436d14680691ba3606cca8279340873c88ec30cd84e4a24096cbe74f4205957",
    "8855d1d437bfefaa76ef3d8fc3a3dec4ab58643af6b44da707264052e9d09b21",
  ],
  [
    "the day as it was",
    kept("actual.jsonl"),
    "d20cb3b0dcf9351d06e3ace7078478291d1d041f95396c0a49da2187085ef9c0",
    "8b2f6f123af0f377a83d87133ae40aa4d8c125ab816245ad55440c93fd56de05",
  ],
])("%s", (_, events, digest, valuesDigest) => {
  const state = marketState(fold(marketRules, record(events)));
  expect([state.digest, state.valuesDigest]).toEqual([digest, valuesDigest]);
});
