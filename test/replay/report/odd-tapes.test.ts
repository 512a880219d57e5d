/** A report is a page that makes sense, whatever its tape holds or lacks. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generateTape, writeTape } from "@tapefold/replay";
import type { MarketState } from "@tapefold/projections";
import { run } from "../cli/run-command.ts";
import { goldenLines, goldenPath, tapeFolder } from "../tape-folder.ts";
import { parsed, sessionPage, tableOf, textOf, withCommas } from "./report-page.ts";

const folder = tapeFolder();

async function generated(seed: number, instruments: number, ticks: number): Promise<string> {
  const path = folder.path(`made-${seed}-${instruments}.jsonl`);
  await writeTape(path, generateTape({ seed, instruments, ticks }));
  return path;
}

test("an empty tape: a page that says so, and the error", async () => {
  const out = folder.path("empty.html");
  const { code, err } = await run(["report", folder.write("empty.jsonl", ""), "--out", out]);
  expect(code).toBe(2);
  expect(err).toMatch(/^tapefold: LOG_EMPTY: holds no event/);
  const text = textOf(parsed(readFileSync(out, "utf8")).querySelector("body"));
  expect(text).toMatch(/before the first event position 0 of 0/);
  expect(text).toMatch(/LOG_EMPTY: holds no event.*Nothing stands on this tape/);
});

test("--out - is standard output, for the page alone", async () => {
  const out = folder.path("page.html");
  await run(["report", goldenPath, "--out", out]);
  const ran = await run(["report", goldenPath, "--out", "-"]);
  expect(ran).toEqual({ code: 0, out: readFileSync(out, "utf8"), err: "" });
  expect(await run(["report", goldenPath, "--out", "-", "--json"])).toMatchObject({ code: 2, out: "" });
  expect(await run(["repair", goldenPath, "--out", "-"])).toMatchObject({ code: 2, out: "" });
  expect(existsSync("-")).toBe(false);
});

test("a tape without a session: its indices, each without a price", async () => {
  const path = folder.write("listed.jsonl", `${goldenLines.slice(0, 48).join("\n")}\n`);
  const { document, fault } = await sessionPage(path);
  expect(fault).toBeUndefined();
  const cards = [...document.querySelectorAll("[data-instrument]")].map(textOf);
  expect(cards).toHaveLength(12);
  for (const card of cards) expect(card).toMatch(/○ not yet no price/);
  expect(document.querySelector("svg:not([role=img])")).toBeNull();
});

test("a tape that ends in a bad line: shown up to there, with the message, as of its last good event", async () => {
  const path = folder.write("bad.jsonl", `${goldenLines.slice(0, 260).join("\n")}\n{"id":"<b>"}\n`);
  const out = folder.path("bad.html");
  const { code, err } = await run(["report", path, "--out", out]);
  expect(code).toBe(2);
  expect(err).toMatch(/^tapefold: LOG_LINE_INVALID: .*bad.jsonl:261; 260 events stand before it\)\n$/);
  const document = parsed(readFileSync(out, "utf8"));
  expect(textOf(document.querySelector(".fault"))).toMatch(
    /LOG_LINE_INVALID.*This page shows the tape up to there/,
  );
  const whole = folder.write("whole.jsonl", `${goldenLines.slice(0, 260).join("\n")}\n`);
  const cards = (of: typeof document): string[] => [...of.querySelectorAll("figure")].map(textOf);
  expect(cards(document)).toEqual(cards((await sessionPage(whole)).document));
});

test("one instrument, and it is a share", async () => {
  const lines = [
    '{"id":"m","type":"MarketListed","at":"2026-02-10T00:00:00Z","mic":"XTKS","name":"T","country":"JP","region":"Asia","zone":"Asia/Tokyo"}',
    '{"id":"i","type":"InstrumentListed","at":"2026-02-10T00:00:00Z","instrument":"ONE","name":"","kind":"equity","mic":"XTKS","currency":"JPY","scale":0}',
    '{"id":"o","type":"SessionOpened","at":"2026-02-10T00:00:00Z","mic":"XTKS","date":"2026-02-10"}',
    '{"id":"t","type":"PriceTicked","at":"2026-02-10T00:00:00Z","instrument":"ONE","price":7}',
  ];
  const { document } = await sessionPage(folder.write("one.jsonl", `${lines.join("\n")}\n`));
  expect(textOf(document.querySelector("[data-instrument]"))).toMatch(/^ONE ONE ● open 7 /);
  expect(document.querySelector("[data-instrument] svg")?.outerHTML).not.toMatch(/NaN|Infinity/);
});

test("six hundred instruments: the first indices as charts, the shares that moved most, the rest counted", async () => {
  const path = await generated(5, 600, 500);
  const { document, html } = await sessionPage(path);
  expect(html.length).toBeLessThan(1_000_000);
  const indices = readFileSync(path, "utf8").match(/"kind":"index"/g)?.length ?? 0;
  expect(indices).toBeGreaterThan(24);
  expect(document.querySelectorAll("[data-instrument]")).toHaveLength(24);
  const text = textOf(document.querySelector("body"));
  expect(text).toContain(`and ${indices - 24} more, which are in replay --json`);
  expect(text).toMatch(/the 10 that gained and the 10 that lost most/);
});

test.each([1, 2, 3])(
  "high, low and last of a session are in the table behind its chart; tape %i",
  async (seed) => {
    const path = await generated(seed, 12, 6000);
    const { document } = await sessionPage(path);
    const state = JSON.parse((await run(["replay", path, "--json"])).out) as MarketState;
    const cards = [...document.querySelectorAll("[data-instrument]")];
    expect(cards.length).toBeGreaterThan(3);
    for (const card of cards) {
      const one = state.instruments[card.getAttribute("data-instrument") ?? ""];
      const rows = tableOf(card).filter(([time]) => /^\d\d:\d\d$/.test(time ?? ""));
      const column = (at: number): number[] =>
        rows.map((row) => Number(row[at]?.replaceAll(",", "") ?? "")).filter((value) => !Number.isNaN(value));
      expect(Math.max(...column(2))).toBe(Number(one?.high));
      expect(Math.min(...column(3))).toBe(Number(one?.low));
      expect(rows.at(-1)?.[4]).toBe(withCommas(one?.close ?? one?.last ?? ""));
      expect(rows.length).toBeLessThanOrEqual(25);
    }
  },
);

test("halts and busted ticks are marked with their events", async () => {
  const bust = '{"id":"bust","type":"TickBusted","at":"2026-02-10T02:00:00Z","tick":"topx-1020"}';
  const halt = (type: string, at: string): string =>
    `{"id":"${type}","type":"${type}","at":"${at}","mic":"XTKS","kind":"breaker","reason":"<i>"}`;
  const at = goldenLines.findIndex((line) => line.includes('"9984-1045"'));
  const lines = [
    ...goldenLines.slice(0, at),
    halt("TradingHalted", "2026-02-10T01:25:00Z"),
    halt("TradingResumed", "2026-02-10T01:40:00Z"),
    ...goldenLines.slice(at),
    bust,
  ];
  const { document } = await sessionPage(folder.write("halted.jsonl", `${lines.join("\n")}\n`));
  const tick = lines.findIndex((line) => line.includes('"topx-1020"')) + 1;
  const marks = textOf(document.querySelector("[data-instrument=TOPX] .marks"));
  expect(marks).toContain(`‖ breaker of the market #${at + 1}`);
  expect(marks).toContain(`✕ tick of TOPX busted #${tick} #${lines.length}`);
  expect(document.querySelector("[data-instrument=TOPX] svg")?.outerHTML).toContain("‖");
  expect(textOf(document.querySelector("[data-instrument=KS11] .marks"))).not.toContain("breaker");
});

test("a page that cannot be written leaves nothing behind", async () => {
  const out = folder.path("no-such-folder/r.html");
  const { code, err } = await run(["report", goldenPath, "--out", out]);
  expect(code).toBe(2);
  expect(err).toMatch(/^tapefold: LOG_UNWRITABLE: there is no such folder; make it first/);
  expect(existsSync(out)).toBe(false);
  const missing = folder.path("none.html");
  expect((await run(["report", folder.path("none.jsonl"), "--out", missing])).err).toMatch(/LOG_NOT_FOUND/);
  expect(existsSync(missing)).toBe(false);
});
