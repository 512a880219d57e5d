/** The published wrap against the golden tape and against the day as it was: one verdict a claim, row by row. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { check, parseAsOf } from "@tapefold/replay";
import { actualVerdicts, goldenVerdicts } from "../sessions/verdicts.ts";

const sessions = new URL("../sessions/", import.meta.url).pathname;
const article: unknown = JSON.parse(readFileSync(`${sessions}article.json`, "utf8"));

test("the golden tape as of the wrap gives every claim its verdict", async () => {
  const { claims, faults } = await check(
    `${sessions}golden.jsonl`,
    article,
    parseAsOf("2026-02-10T04:30:00Z"),
  );
  expect(faults).toEqual([]);
  expect(new Map(claims.map(({ id, verdict }) => [id, verdict]))).toEqual(goldenVerdicts);
});

test("the day as it was gives every claim its verdict", async () => {
  const { claims, faults } = await check(`${sessions}actual.jsonl`, article);
  expect(faults).toEqual([]);
  expect(new Map(claims.map(({ id, verdict }) => [id, verdict]))).toEqual(actualVerdicts);
});
