import { parseEvent } from "@tapefold/core";
import { eventLine } from "@tapefold/replay";
import { expect, test } from "vitest";
import { run } from "../cli/run-command.ts";
import { tapeFolder } from "../tape-folder.ts";
import { fileOf, importPaths, importText, prices, told } from "./import-text.ts";

const folder = tapeFolder();
const HEADER = "date,open,high,low,close,volume\n";

test("a row is a session: opened, four ticks, closed with its official close, by the calendar's hours", async () => {
  const { events } = await importText("ohlc", `${HEADER}2024-11-05,100,110,95,105,7\n`);
  expect(told(events)).toEqual([
    "2024-11-05T00:00:00Z SessionOpened XTKS 2024-11-05",
    "2024-11-05T00:00:00Z PriceTicked A 100",
    "2024-11-05T00:00:01Z PriceTicked A 95",
    "2024-11-05T00:00:02Z PriceTicked A 110",
    "2024-11-05T06:30:00Z PriceTicked A 105",
    '2024-11-05T06:30:00Z SessionClosed XTKS 2024-11-05 closes={"A":105}',
  ]);
});

test("where the close is below the open the high comes before the low", async () => {
  const { events } = await importText("ohlc", `${HEADER}2024-11-05,100,110,95,99,7\n`);
  expect(prices(events)).toEqual([100, 110, 95, 99]);
});

test("a date the calendar does not have begins at midnight UTC", async () => {
  const { events } = await importText("ohlc", `${HEADER}1987-10-20,100,110,95,105,7\n`);
  expect(told(events).at(0)).toBe("1987-10-20T00:00:00Z SessionOpened XTKS 1987-10-20");
  expect(told(events).at(-1)).toBe('1987-10-20T00:00:03Z SessionClosed XTKS 1987-10-20 closes={"A":105}');
});

test.each([
  ["blank", ",,,105", [105]],
  ["zero", "0,0.00,0,105", [105]],
  ["null", "null,110,null,105", [110, 105]],
])("a %s open, high or low gives no tick", async (_, row, ticks) => {
  const { events, summary } = await importText("ohlc", `${HEADER}2024-11-05,${row},7\n`);
  expect(prices(events)).toEqual(ticks);
  expect(summary.quirks.partialBars).toBe(1);
});

test("a last session with nothing but a close is suspected to be unfinished", async () => {
  const { summary } = await importText("ohlc", `${HEADER}2024-11-05,1,2,1,2,7\n2024-11-06,0,0,0,3,0\n`);
  expect(summary.quirks.unfinished).toBe(1);
});

test("a row without a close is refused by number", async () => {
  const { rejects, summary } = await importText(
    "ohlc",
    `${HEADER}2024-11-05,1,2,1,,7\n2024-11-06,1,2,1,2,7\n`,
  );
  expect(rejects).toEqual(["2 no-close"]);
  expect(summary).toMatchObject({ rows: 2, taken: 1, rejected: { "no-close": 1 } });
});

test("market and instrument are listed first; the scale is the most decimals seen", async () => {
  const { events } = await importText("ohlc", `${HEADER}2024-11-05,1,2.250,1,2,7\n2024-11-06,1,2.5,1,2,7\n`, {
    instrument: "N225",
  });
  expect(events.slice(0, 2)).toMatchObject([
    { type: "MarketListed", mic: "XTKS", country: "JP", region: "Asia", zone: "Asia/Tokyo" },
    { type: "InstrumentListed", instrument: "N225", name: "N225", kind: "index", currency: "JPY", scale: 3 },
  ]);
  expect(events.some(({ type }) => type === "CalendarLoaded")).toBe(false);
});

test("name, kind, currency and scale may be given; what the scale cannot hold is rounded half away and counted", async () => {
  const options = { name: "Acme", kind: "index", currency: "EUR", scale: 1 } as const;
  const { events, summary } = await importText("ohlc", `${HEADER}2024-11-05,1.25,2.34,1.24,2,7\n`, options);
  expect(events[1]).toMatchObject({ name: "Acme", kind: "index", currency: "EUR", scale: 1 });
  expect(prices(events)).toEqual([1.3, 1.2, 2.3, 2]);
  expect(summary.quirks.rounded).toBe(3);
});

test("a scale that leaves nothing of a price is refused", async () => {
  const importing = importText("ohlc", `${HEADER}2024-11-05,1,2,0.004,1,7\n`, { scale: 2 });
  await expect(importing).rejects.toThrow(
    "a scale of 2 leaves nothing of the price 0.004 of A; give --scale 3",
  );
});

test("the scale keeps the highest price a safe integer", async () => {
  const { events, summary } = await importText(
    "ohlc",
    `${HEADER}2024-11-05,17.65999984741211,17.66,17.65,17.66,7\n2024-11-06,30000.5,30000.5,30000.5,30000.5,7\n`,
  );
  expect(events[1]).toMatchObject({ scale: 11 });
  expect(prices(events)[0]).toBe(17.65999984741);
  expect(summary.quirks.rounded).toBe(1);
});

test("more than fifteen digits stay exact as a text", async () => {
  const { events } = await importText(
    "ohlc",
    `${HEADER}2024-11-05,9007199254740.991,,,9007199254740.990,7\n`,
  );
  expect(prices(events)).toEqual(["9007199254740.991", "9007199254740.990"]);
});

test("columns are found by name, in any order and letter case; others are not used", async () => {
  const { events } = await importText("ohlc", "LOW,Close,x,DATE,High,open\n95,105,?,2024-11-05,110,100\n");
  expect(prices(events)).toEqual([100, 95, 110, 105]);
});

test("a descending file is put in order, and says so", async () => {
  const { events, summary } = await importText(
    "ohlc",
    `${HEADER}2024-11-06,2,2,2,2,7\n2024-11-05,1,1,1,1,7\n`,
  );
  expect(prices(events)).toEqual([1, 1, 1, 1, 2, 2, 2, 2]);
  expect(summary.quirks).toMatchObject({ outOfOrder: 1, flatBars: 2 });
});

test("a descending file longer than the window comes to the same tape", async () => {
  const days = Array.from({ length: 20 }, (_, day) => `2024-10-${String(day + 10)},1,${day + 1},1,1,7`);
  const content = `${HEADER}${days.toReversed().join("\n")}\n`;
  const { events, rejects } = await importText("ohlc", content, { window: 8 });
  expect(rejects).toEqual([]);
  expect(events).toEqual((await importText("ohlc", content)).events);
});

test("a row further out of order than the window is refused with its line", async () => {
  const days = Array.from({ length: 20 }, (_, day) => `2024-10-${String(day + 10)},1,1,1,1,7`);
  const { rejects } = await importText("ohlc", `${HEADER}${[...days, "2024-10-01,1,1,1,1,7"].join("\n")}\n`, {
    window: 8,
  });
  expect(rejects).toEqual(["22 out-of-order"]);
});

test("a date that comes again is refused: as a duplicate, or with other values", async () => {
  const row = "2024-11-05,1,2,1,2,7\n";
  const { rejects, events } = await importText("ohlc", `${HEADER}${row}${row}2024-11-05,1,3,1,2,7\n`);
  expect(rejects).toEqual(["3 duplicate", "4 duplicate-date"]);
  expect(events.filter(({ type }) => type === "SessionOpened")).toHaveLength(1);
});

test("gaps and sessions on days off are named", async () => {
  const { summary } = await importText(
    "ohlc",
    `${HEADER}2024-10-31,1,1,1,1,7\n2024-11-04,2,2,2,2,7\n2024-11-05,1,2,1,2,7\n`,
  );
  expect(summary.quirks).toMatchObject({ gaps: ["2024-11-01"], unscheduled: ["2024-11-04"] });
});

test("where no calendar reaches weekends and long pauses are named", async () => {
  const { summary } = await importText(
    "ohlc",
    `${HEADER}1914-07-25,1,1,1,1,7\n1914-12-12,1,1,1,1,7\n2001-03-02,2,2,2,2,7\n2001-03-03,2,2,2,2,7\n2001-03-05,2,2,2,2,7\n`,
  );
  expect(summary.quirks).toMatchObject({
    weekends: ["1914-07-25", "1914-12-12", "2001-03-03"],
    afterPauses: ["1914-12-12", "2001-03-02"],
    gaps: [],
    unscheduled: [],
  });
});

test("a close twice or half the one before is named, for there may have been a split", async () => {
  const rows = ["05,100", "06,52", "07,53", "08,106", "11,150"].map((row) => {
    const [day, price] = row.split(",");
    return `2024-11-${day},${price},${price},${price},${price},7\n`;
  });
  const { summary } = await importText("ohlc", HEADER + rows.join(""));
  expect(summary.quirks.jumps).toEqual([
    { instrument: "A", date: "2024-11-06" },
    { instrument: "A", date: "2024-11-08" },
  ]);
});

test("rows may name their instrument, unless --instrument does, and the base price", async () => {
  const content =
    "date,symbol,open,high,low,close,basePrice\n2024-11-05,9984,1,1,1,1,\n2024-11-05,9434,2,2,2,2,0\n2024-11-06,9984,3,3,3,3,2.5\n2024-11-06,a b,3,3,3,3,2.5\n2024-11-06,9434,3,3,3,3,x\n";
  const { events, rejects } = await importText("ohlc", content, { instrument: undefined } as object);
  expect(told(events).filter((line) => /Base|Closed/.test(line))).toEqual([
    '2024-11-05T06:30:00Z SessionClosed XTKS 2024-11-05 closes={"9434":2,"9984":1}',
    "2024-11-06T00:00:00Z BasePriceSet 9984 2024-11-06 2.5",
    '2024-11-06T06:30:00Z SessionClosed XTKS 2024-11-06 closes={"9984":3}',
  ]);
  expect(rejects).toEqual(["5 bad-instrument", "6 bad-price"]);
  const named = await importText("ohlc", content);
  expect(named.rejects.toSorted()).toEqual(["3 duplicate-date", "5 duplicate", "6 bad-price"]);
});

test("importing twice gives one tape: ids come of profile, content and row", async () => {
  const content = `${HEADER}2024-11-05,1,2,1,2,7\n2024-11-06,1,2,1,2,7\n`;
  const [first, second] = [await importText("ohlc", content), await importText("ohlc", content)];
  expect(second.events).toEqual(first.events);
  expect(new Set(first.events.map(({ id }) => id)).size).toBe(first.events.length);
});

test("every event is one the tape accepts", async () => {
  const { events } = await importText("ohlc", `${HEADER}2024-11-05,1.5,2,1,2,7\n`, {
    instrument: "^N225",
    name: 'a "b"\n',
  });
  for (const event of events) expect(parseEvent(JSON.parse(eventLine(event)))).toMatchObject(event);
});

test("files merge to one tape in whatever order they are given", async () => {
  const early = await fileOf(`${HEADER}2024-11-05,1,1,1,1,7\n2024-11-08,4,4,4,4,7\n`, "b.csv");
  const late = await fileOf(`${HEADER}2024-11-06,2,2,2,2,7\n2024-11-07,3,3,3,3,7\n`, "a.csv");
  const forward = await importPaths("ohlc", [early, late]);
  const backward = await importPaths("ohlc", [late, early]);
  expect(backward.events).toEqual(forward.events);
  expect(told(forward.events).filter((line) => line.includes("SessionOpened"))).toHaveLength(4);
  expect(prices(forward.events).filter((_, index) => index % 4 === 0)).toEqual([1, 2, 3, 4]);
});

test("an instrument of any kind is listed as that", async () => {
  const tape = folder.path("yield.jsonl");
  const bars = folder.write("yield.csv", "date,open,high,low,close\n2024-01-04,,,,0.610\n");
  const argv = ["import", bars, "--profile", "ohlc", "--instrument", "JGB10", "--mic", "XTKS", "--out", tape];
  expect(await run([...argv, "--kind", "rate"])).toMatchObject({ code: 0, err: "" });
  const { instruments } = JSON.parse((await run(["replay", tape, "--json"])).out);
  expect(instruments.JGB10).toMatchObject({ kind: "rate", close: "0.610" });
  expect((await run([...argv, "--kind", "bond"])).err).toMatch(
    /there is no kind bond; there are equity, index, currency/,
  );
});
