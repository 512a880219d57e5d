/** The report of an instrument's sessions, held against the rows that `sessions` prints. */
import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { run } from "../cli/run-command.ts";
import { goldenPath, tapeFolder } from "../tape-folder.ts";
import { type Element, parsed, tableOf, textOf, withCommas } from "./report-page.ts";

const folder = tapeFolder();
const DAYS = 130;
let document: Element;
let rows: { date: string; close: string; streak: number | null; toRecordPct: string }[];

beforeAll(async () => {
  const path = folder.write("daily.csv", `date,open,high,low,close\n${dailyRows().join("\n")}\n`);
  const tape = folder.path("daily.jsonl");
  await run(["import", path, "--profile", "ohlc", "--instrument", "I1", "--mic", "XTKS", "--out", tape]);
  const out = folder.path("daily.html");
  const ran = await run(["report", tape, "--sessions", "100", "--out", out]);
  expect(ran).toMatchObject({ code: 0, err: "" });
  document = parsed(readFileSync(out, "utf8"));
  rows = JSON.parse(
    (await run(["sessions", tape, "--instrument", "I1", "--format", "json"])).out,
  ) as typeof rows;
}, 60_000);

/** Prices that go up and down by a rule, on weekdays. */
function dailyRows(): string[] {
  const made: string[] = [];
  let price = 1000;
  for (let day = 0; made.length < DAYS; day += 1) {
    const date = new Date(Date.UTC(2024, 0, 4 + day));
    if (date.getUTCDay() % 6 === 0) continue;
    const before = price;
    price += ((made.length * 7919) % 41) - 19;
    const [low, high] = [Math.min(before, price) - 2, Math.max(before, price) + 3];
    made.push([date.toISOString().slice(0, 10), before, high, low, price].join(","));
  }
  return made;
}

function table(kind: string): string[][] {
  const card = document.querySelector(`[data-chart=${kind}]`);
  expect(card?.querySelector("svg[role=img] title")).not.toBeNull();
  return tableOf(card as Element);
}

test("closes, streaks and the way below the highest close are the rows of sessions, the latest first", () => {
  const latest = rows.toReversed().slice(0, 60);
  expect(table("closes").map(([date, close]) => [date, close])).toEqual(
    latest.map(({ date, close }) => [date, withCommas(close)]),
  );
  expect(table("streaks")).toEqual(
    latest.map(({ date, streak }) => [date, `${"▼•▲"[Math.sign(streak ?? 0) + 1]} ${Math.abs(streak ?? 0)}`]),
  );
  for (const [place, [, below]] of table("drawdown").entries()) {
    const exact = Number(latest[place]?.toRecordPct);
    expect(Math.abs(Number(below?.replace("−", "-").replace(/[\s%]+/g, "")) - exact)).toBeLessThan(0.0051);
  }
});

test("records are marked where a close was above all before it", () => {
  const marked = table("closes")
    .filter(([, , , mark]) => mark !== "")
    .map(([date]) => date);
  const latest = rows.toReversed().slice(0, 60);
  const expected = latest.filter(({ close, date }) =>
    rows.filter((row) => row.date < date).every((row) => Number(row.close) < Number(close)),
  );
  expect(marked).toEqual(expected.map(({ date }) => date));
});

test("periods go from the last close before them to their last close", () => {
  const months = new Map<string, number>();
  for (const { date, close } of rows) months.set(date.slice(0, 7), Number(close));
  const told = table("periods").filter(([name]) => name?.startsWith("month "));
  const from = rows.at(-100)?.date.slice(0, 7) ?? "";
  expect(told.map(([name]) => name)).toEqual(
    [...months.keys()]
      .filter((month) => month >= from)
      .toReversed()
      .map((month) => `month ${month}`),
  );
  const closes = [...months.values()];
  told.toReversed().forEach(([, , change], place) => {
    const now = closes.length - told.length + place;
    if (now === 0) return expect(change).toBe("–");
    const exact = ((closes[now] ?? 0) / (closes[now - 1] ?? 0) - 1) * 100;
    const shown = Number(change?.replace("−", "-").replace(/[^\d.-]/g, ""));
    expect(Math.abs(shown - exact)).toBeLessThan(0.0051);
  });
});

test("a tape of several instruments asks which", async () => {
  const out = folder.path("which.html");
  const asked = await run(["report", goldenPath, "--sessions", "5", "--out", out]);
  expect(asked.err).toMatch(/^tapefold: USAGE: the tape lists 25 instruments; name one with --instrument/);
  const unknown = await run(["report", goldenPath, "--sessions", "5", "--instrument", "XX", "--out", out]);
  expect(unknown.err).toMatch(/USAGE: the tape lists no instrument "XX"/);
  const named = await run(["report", goldenPath, "--sessions", "5", "--instrument", "N225", "--out", out]);
  expect(named.code).toBe(0);
  expect(textOf(parsed(readFileSync(out, "utf8")).querySelector("h1"))).toBe("Nikkei 225: 3 sessions");
});
