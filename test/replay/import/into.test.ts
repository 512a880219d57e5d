/** Imports add up: whatever parts a history comes in, the tape that goes on with them is that of the whole. */
import { readFileSync, writeFileSync } from "node:fs";
import { formatInstant, parseEvent } from "@tapefold/core";
import { openTape } from "@tapefold/replay";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "../../runs.ts";
import { type Ran, run } from "../cli/run-command.ts";
import { readAll, tapeFolder } from "../tape-folder.ts";

const folder = tapeFolder();
const HEADER = "date,symbol,open,high,low,close\n";
const DAYS = ["04", "05", "06", "09", "10", "12", "13"].map((day) => `2026-02-${day}`);

let names = 0;
const fresh = (ending: string): string => folder.path(`${(names += 1)}${ending}`);

/** Imports rows of one content, of Tokyo. */
async function imported(
  content: string,
  target: readonly [option: "--into" | "--out", path: string],
  ...more: string[]
): Promise<Ran> {
  const file = fresh(".csv");
  writeFileSync(file, content);
  const profile = more.includes("--profile") ? [] : ["--profile", "ohlc"];
  return run(["import", file, ...profile, "--mic", "XTKS", ...target, ...more]);
}

async function mustImport(...args: Parameters<typeof imported>): Promise<string> {
  const { code, err, out } = await imported(...args);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
}

const sessionsOf = async (tape: string, instrument: string): Promise<string> =>
  (await run(["sessions", tape, "--instrument", instrument])).out;
const linesOf = (tape: string): string[] => readFileSync(tape, "utf8").trimEnd().split("\n");
const eventsOn = (tape: string): unknown[] => linesOf(tape).map((line) => JSON.parse(line) as unknown);
const idsOf = async (tape: string): Promise<string[]> =>
  (await readAll(openTape(tape))).events.map(({ event }) => event.id);

/** A bar that is one: its low and high span its open and close. */
const bar = fc
  .tuple(fc.integer({ min: 100, max: 900 }), fc.integer({ min: 100, max: 900 }), fc.nat(50), fc.nat(50))
  .map(([open, close, up, down]) => [open, Math.max(open, close) + up, Math.min(open, close) - down, close])
  .map((prices) => prices.map((price) => (price / 10).toFixed(1)).join(","));
/** Rows of two instruments over all days, by date. */
const history = fc.array(fc.tuple(bar, bar), { minLength: DAYS.length, maxLength: DAYS.length });
const rowsOf = (bars: readonly (readonly [string, string])[]): string[][] =>
  bars.map(([a, b], day) => [`${DAYS[day]},A,${a}\n`, `${DAYS[day]},B,${b}\n`]);

/** Windows that begin at the first day, each with a day or more that no window before it has. */
const windows = fc
  .array(fc.record({ grows: fc.integer({ min: 1, max: 3 }), back: fc.nat(3), isNewestFirst: fc.boolean() }), {
    minLength: DAYS.length,
    maxLength: DAYS.length,
  })
  .map((steps) => {
    const parts: { readonly from: number; readonly to: number; readonly isNewestFirst: boolean }[] = [];
    for (let to = 0, step = 0; to < DAYS.length; step += 1) {
      const { grows, back, isNewestFirst } = steps[step]!;
      const from = Math.max(0, to - back);
      to = Math.min(DAYS.length, to + grows);
      parts.push({ from, to, isNewestFirst });
    }
    return parts;
  });

describe("what comes in parts is the tape of the whole", () => {
  test("daily rows: a window that slides or grows, newest first too", async () => {
    await fc.assert(
      fc.asyncProperty(history, windows, async (bars, parts) => {
        const rows = rowsOf(bars);
        const [whole, grown] = [fresh(".jsonl"), fresh(".jsonl")];
        await mustImport(HEADER + rows.flat().join(""), ["--out", whole], "--scale", "1");
        for (const { from, to, isNewestFirst } of parts) {
          const part = rows.slice(from, to).flat();
          const ordered = isNewestFirst ? part.toReversed() : part;
          await mustImport(HEADER + ordered.join(""), ["--into", grown], "--scale", "1");
        }
        expect(eventsOn(grown)).toEqual(eventsOn(whole));
      }),
      { numRuns: runs(15) },
    );
  });

  test.each(["ticks", "bars"])("%s: by days that overlap", async (profile) => {
    const header = profile === "ticks" ? "time,symbol,price,size\n" : "time,symbol,open,high,low,close\n";
    const rows = DAYS.map((date) =>
      [0, 1, 1, 61].map((second, place) => {
        const time = formatInstant(Date.parse(`${date}T00:00:00Z`) * 1000 + second * 1_000_000);
        // A print told twice in one file is two prints; a bar is one.
        const price = 10 + (place === 2 ? 1 : place);
        return profile === "ticks" ? `${time},A,${price}.5,100\n` : `${time},A,${price},30,5,${price + 1}\n`;
      }),
    );
    const [whole, grown] = [fresh(".jsonl"), fresh(".jsonl")];
    const how = ["--profile", profile, "--scale", "1"];
    await mustImport(header + rows.flat().join(""), ["--out", whole], ...how);
    for (const [from, to] of [
      [0, 2],
      [1, 3],
      [2, 5],
      [5, 7],
    ] as const)
      await mustImport(header + rows.slice(from, to).flat().join(""), ["--into", grown], ...how);
    expect(eventsOn(grown)).toEqual(eventsOn(whole));
    expect(new Set(await idsOf(whole)).size).toBe(linesOf(whole).length);
    const ticks = linesOf(whole).filter((line) => line.includes("PriceTicked"));
    expect(ticks).toHaveLength((profile === "ticks" ? 4 : 3 * 4) * DAYS.length);
  });

  test("splits of a vendor's column, on days without a trade too", async () => {
    const day = fc.record({
      isTraded: fc.boolean(),
      factor: fc.constantFrom("1", "1", "1", "0.5", "0.2", "2"),
    });
    const days = fc.array(day, { minLength: DAYS.length, maxLength: DAYS.length });
    await fc.assert(
      fc.asyncProperty(days, windows, async (history, parts) => {
        const header = "Date,Code,Open,High,Low,Close,AdjFactor\n";
        // The first day makes the tape.
        const rows = history.map(({ isTraded, factor }, place) => {
          const price = isTraded || place === 0 ? "10" : "";
          return `${DAYS[place]},99990,${price},${price},${price},${price},${factor}\n`;
        });
        const how = ["--profile", "jquants", "--json"];
        const [whole, grown] = [fresh(".jsonl"), fresh(".jsonl")];
        await mustImport(header + rows.join(""), ["--out", whole], ...how);
        for (const { from, to } of parts) {
          const part = rows.slice(from, to).join("");
          const { err } = await imported(header + part, ["--into", grown], ...how);
          // Of a part without a single trade nothing can be taken, but for a split.
          expect(err).toMatch(/^$|IMPORT_EMPTY/);
        }
        const splits = (tape: string): string[] =>
          linesOf(tape)
            .filter((line) => /Split|SessionOpened/.test(line))
            .map((line) => JSON.parse(line).id as string);
        expect(splits(grown)).toEqual(splits(whole));
      }),
      { numRuns: runs(25) },
    );
  });

  test("a history that another profile began", async () => {
    const tape = fresh(".jsonl");
    const rows = DAYS.slice(0, 4).map((date) => `${date},10,12,9,11,11\n`);
    await mustImport(
      `${HEADER}${DAYS.slice(0, 3)
        .map((date) => `${date},A,10,12,9,11\n`)
        .join("")}`,
      ["--into", tape],
    );
    const yahoo = `Date,Open,High,Low,Close,Adj Close\n${rows.join("")}`;
    const out = await mustImport(yahoo, ["--into", tape], "--profile", "yahoo", "--instrument", "A");
    expect(out).toMatch(/^6 events added/);
    expect((await sessionsOf(tape, "A")).trimEnd().split("\n")).toHaveLength(5);
  });

  test("a store, too; and what stands there already is told", async () => {
    const tape = fresh(".tape");
    const rows = DAYS.map((date) => `${date},A,10,12,9,11\n`);
    expect(await mustImport(HEADER + rows.slice(0, 3).join(""), ["--into", tape])).toContain(
      "20 events added to",
    );
    const again = await mustImport(HEADER + rows.slice(0, 3).join(""), ["--into", tape]);
    expect(again).toMatch(/^0 events added to .*\n3 rows of 1 file: 0 taken, 0 refused\n3 rows stood there/);
    const summary = JSON.parse(
      await mustImport(HEADER + rows.slice(1, 4).join(""), ["--into", tape], "--json"),
    ) as object;
    expect(summary).toMatchObject({
      rows: 3,
      taken: 1,
      known: 2,
      events: 6,
      corrected: 0,
      from: "2026-02-09",
      to: "2026-02-09",
    });
    const { out } = await run(["replay", tape, "--json"]);
    expect(JSON.parse(out)).toMatchObject({ tape: { events: 26, rejected: {} } });
  });

  test("tapes made apart may be appended as well", async () => {
    const rows = DAYS.map((date) => `${date},A,10.5,12,9,11\n`);
    const parts = [rows.slice(0, 3), rows.slice(1, 4), rows.slice(4), rows.toReversed()];
    const tape = fresh(".tape");
    for (const part of parts) {
      const made = fresh(".jsonl");
      await mustImport(HEADER + part.join(""), ["--out", made]);
      expect(await run(["append", tape, made])).toMatchObject({ code: 0, err: "" });
    }
    const whole = fresh(".jsonl");
    await mustImport(HEADER + rows.join(""), ["--out", whole]);
    expect(await idsOf(tape)).toEqual(await idsOf(whole));
  });

  test("instruments imported apart and appended are refused with what to do", async () => {
    const [a, b, tape] = [fresh(".jsonl"), fresh(".jsonl"), fresh(".tape")];
    await mustImport(`${HEADER}${DAYS[0]},A,1,1,1,1\n`, ["--out", a]);
    await mustImport(`${HEADER}${DAYS[0]},B,1,1,1,1\n`, ["--out", b]);
    await run(["append", tape, a]);
    const { code, err } = await run(["append", tape, b]);
    expect([code, err]).toEqual([
      2,
      expect.stringContaining("instruments of one market are imported together"),
    ]);
  });
});

describe("a bar that has changed", () => {
  test("is put right: the tape's sessions are those of the last file", async () => {
    const changes = fc.array(fc.record({ day: fc.nat(DAYS.length - 1), bar }), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(history, changes, async (bars, changed) => {
        const tape = fresh(".jsonl");
        let rows = bars.map(([first]) => first);
        for (const { day, bar: other } of [{ day: 0, bar: rows[0]! }, ...changed]) {
          rows = rows.with(day, other);
          const content = HEADER + rows.map((row, index) => `${DAYS[index]},A,${row}\n`).join("");
          await mustImport(content, ["--into", tape], "--scale", "1");
          const again = fresh(".jsonl");
          await mustImport(content, ["--out", again], "--scale", "1");
          expect(await sessionsOf(tape, "A")).toBe(await sessionsOf(again, "A"));
        }
        const repeated = HEADER + rows.map((row, index) => `${DAYS[index]},A,${row}\n`).join("");
        expect(await mustImport(repeated, ["--into", tape])).toMatch(/^0 events added/);
      }),
      { numRuns: runs(10) },
    );
  });

  test("each price by a correction of its own, however often, before the next session opens", async () => {
    const tape = fresh(".jsonl");
    const noon = `${HEADER}${DAYS[0]},A,10,12,9,11\n`;
    for (const high of ["12", "13", "12", "12", "13"]) {
      const next = high === "13" ? `${DAYS[1]},A,10,12,9,11\n` : "";
      await mustImport(noon.replace(",12,", `,${high},`) + next, ["--into", tape]);
    }
    const tick = `ohlc-A-${DAYS[0]}-high`;
    expect(
      linesOf(tape)
        .slice(8)
        .map((line) => (JSON.parse(line) as { id: string }).id),
    ).toEqual([
      `${tick}-corrected-1`,
      `ohlc-XTKS-${DAYS[1]}-opened`,
      ...["open", "low", "high", "close"].map((role) => `ohlc-A-${DAYS[1]}-${role}`),
      `ohlc-XTKS-${DAYS[1]}-closed`,
      `${tick}-corrected-2`,
      `${tick}-corrected-3`,
    ]);
    expect((await sessionsOf(tape, "A")).split("\n")[1]).toContain(`${DAYS[0]},10,13,9,11`);
  });

  test("a close by the date and the instrument, the last word being the one that counts", async () => {
    const tape = fresh(".jsonl");
    for (const close of ["11", "12", "11", "11"])
      await mustImport(`${HEADER}${DAYS[0]},A,10,12,9,${close}\n`, ["--into", tape]);
    const corrections = eventsOn(tape).slice(8) as { type: string; close?: number; id: string }[];
    expect(corrections.map(({ type, close }) => (type === "CloseCorrected" ? close : type))).toEqual([
      "TickCorrected",
      12,
      "TickCorrected",
      11,
    ]);
    expect(new Set(corrections.map(({ id }) => id)).size).toBe(4);
    expect((await sessionsOf(tape, "A")).split("\n")[1]).toContain(`${DAYS[0]},10,12,9,11`);
    const { out } = await run(["replay", tape, "--json"]);
    expect(JSON.parse(out)).toMatchObject({ tape: { rejected: {} } });
  });

  test("official closes put right those that followed from trades", async () => {
    const tape = fresh(".jsonl");
    const ticks = `time,price\n${DAYS[0]}T01:00:00Z,10.5\n${DAYS[0]}T02:00:00Z,11.5\n`;
    await mustImport(ticks, ["--into", tape], "--profile", "ticks", "--instrument", "A");
    const out = await mustImport(`${HEADER}${DAYS[0]},A,10,12,9,11.0\n`, ["--into", tape]);
    expect(out).toMatch(/^1 event added/);
    expect((await sessionsOf(tape, "A")).split("\n")[1]).toContain(`${DAYS[0]},10.5,11.5,10.5,11.0`);
  });

  test("a minute's bar as well", async () => {
    const tape = fresh(".jsonl");
    const row = (high: string): string => `time,open,high,low,close\n${DAYS[0]}T00:01:00Z,10,${high},9,11\n`;
    const how = ["--profile", "bars", "--instrument", "A"];
    await mustImport(row("12"), ["--into", tape], ...how);
    await mustImport(row("13"), ["--into", tape], ...how);
    expect(linesOf(tape).at(-1)).toContain('"type":"TickCorrected"');
    expect((await sessionsOf(tape, "A")).split("\n")[1]).toContain(",10,13,9,11");
  });

  test("a high and a low that were missing come as late reports; an open is too late, and told", async () => {
    const tape = fresh(".jsonl");
    await mustImport(`${HEADER}${DAYS[0]},A,,,,11\n`, ["--into", tape]);
    const out = await mustImport(`${HEADER}${DAYS[0]},A,10,12,9,11\n`, ["--into", tape]);
    expect(out).toContain("1 late-prices: prices a bar did not have before");
    expect((await sessionsOf(tape, "A")).split("\n")[1]).toContain(`${DAYS[0]},11,12,9,11`);
    // Once the next session has opened there is no late report either.
    await mustImport(`${HEADER}${DAYS[1]},A,,,,11\n${DAYS[2]},A,1,1,1,1\n`, ["--into", tape]);
    const late = await mustImport(`${HEADER}${DAYS[1]},A,10,12,9,11\n`, ["--into", tape]);
    expect(late).toContain("3 late-prices");
  });

  test("a base price that comes late, or otherwise, is told", async () => {
    const tape = fresh(".jsonl");
    const header = HEADER.replace("close", "close,basePrice");
    const late: boolean[] = [];
    for (const base of ["10", "10", "11", ""]) {
      const out = await mustImport(`${header}${DAYS[0]},A,10,12,9,11,${base}\n`, ["--into", tape]);
      late.push(out.includes("1 late-prices"));
    }
    expect(late).toEqual([false, false, true, false]);
  });

  test("what was busted on the tape stays so", async () => {
    const tape = fresh(".jsonl");
    await mustImport(`${HEADER}${DAYS[0]},A,10,99,9,11\n`, ["--into", tape]);
    const bust = { id: "b", type: "TickBusted", at: `${DAYS[0]}T09:00:00Z`, tick: `ohlc-A-${DAYS[0]}-high` };
    await run(["append", tape], { stdin: `${JSON.stringify(bust)}\n` });
    expect(await mustImport(`${HEADER}${DAYS[0]},A,10,99,9,11\n`, ["--into", tape])).toMatch(/^0 events/);
  });

  test("digits beyond the tape's scale are rounded and told, and change nothing", async () => {
    const tape = fresh(".jsonl");
    await mustImport(`${HEADER}${DAYS[0]},A,10.5,12,9,11\n`, ["--into", tape]);
    const out = await mustImport(`${HEADER}${DAYS[0]},A,10.51,12,9,11\n`, ["--into", tape]);
    expect(out).toMatch(/^0 events added[\s\S]*1 rounded: /);
  });
});

describe("what the tape has gone past", () => {
  const rows = DAYS.slice(0, 3).map((date) => `${date},A,10,12,9,11\n`);

  /** Nothing of a refused import is added. */
  async function refusal(tape: string, content: string, ...more: string[]): Promise<string> {
    const before = readFileSync(tape, "utf8");
    const { code, err } = await imported(content, ["--into", tape], ...more);
    expect(err).toMatch(/^tapefold: [A-Z_]+: [^\n]+\n$/);
    expect(readFileSync(tape, "utf8")).toBe(before);
    expect(code).toBe(2);
    return err;
  }

  async function begun(): Promise<string> {
    const tape = fresh(".jsonl");
    await mustImport(HEADER + rows.join(""), ["--into", tape]);
    return tape;
  }

  test("a ticker whose past lies there is refused with what to do", async () => {
    const tape = await begun();
    const err = await refusal(tape, `${HEADER}${DAYS[2]},B,1,1,1,1\n${DAYS[3]},B,1,1,1,1\n`);
    expect(err).toMatch(/IMPORT_PAST: B is not on the tape and has rows from 2026-02-06.*--out/);
    const ticks = `time,symbol,price\n${DAYS[2]}T01:00:00Z,B,1\n`;
    expect(await refusal(tape, ticks, "--profile", "ticks")).toContain("IMPORT_PAST: B is not on the tape");
  });

  test("a ticker that begins later is listed then", async () => {
    const tape = await begun();
    await mustImport(`${HEADER}${DAYS[3]},A,10,12,9,11\n${DAYS[3]},B,1.5,2,1,2\n`, ["--into", tape]);
    const { out } = await run(["replay", tape, "--json"]);
    expect(JSON.parse(out)).toMatchObject({ tape: { rejected: {} } });
    expect((await sessionsOf(tape, "B")).split("\n")[1]).toContain(`${DAYS[3]},1.5,2.0,1.0,2.0`);
  });

  test("a day that the tape left out is refused by its row, and the rest goes on", async () => {
    const tape = fresh(".jsonl");
    await mustImport(HEADER + rows[0]! + rows[2]!, ["--into", tape]);
    const out = await mustImport(`${HEADER}${rows.join("")}${DAYS[3]},A,1,1,1,1\n`, ["--into", tape]);
    expect(out).toContain("1 before-tape: the tape has gone past its session; import all files");
    expect(out).toMatch(/^6 events added/);
  });

  test("a price of which the tape's scale leaves nothing is refused", async () => {
    const tape = fresh(".jsonl");
    await mustImport(`${HEADER}${DAYS[0]},A,1,1,1,1\n`, ["--into", tape]);
    expect(await refusal(tape, `${HEADER}${DAYS[1]},A,1,1,1,0.04\n`)).toContain(
      "a scale of 0 leaves nothing of the price 0.04 of A; the tape's is settled, so import into a new one",
    );
  });

  test("a split that only a day without trades tells is not told again", async () => {
    const tape = fresh(".jsonl");
    const quotes = "Date,Code,Open,High,Low,Close,AdjustmentFactor\n";
    const how = [["--into", tape], "--profile", "jquants"] as const;
    await mustImport(`${quotes}2026-02-05,99990,40,40,40,40,1\n`, ...how);
    const untraded = `${quotes}2026-02-06,99990,,,,,0.25\n`;
    expect(await mustImport(untraded, ...how)).toMatch(/^1 event added/);
    expect(await mustImport(untraded, ...how)).toMatch(/^0 events added/);
  });

  test("a row that only now comes of a ticker known is refused by its row", async () => {
    const tape = fresh(".jsonl");
    await mustImport(`${HEADER}${rows.join("")}${DAYS[0]},B,1,1,1,1\n`, ["--into", tape]);
    const late = `${HEADER}${DAYS[1]},B,1,1,1,1\n`;
    expect(await refusal(tape, late)).toMatch(
      /IMPORT_EMPTY: no row was taken: 1 before-tape \(.*\), the first at line 2: .*; --out makes a new tape/,
    );
    const out = await mustImport(`${late}${DAYS[3]},B,1,1,1,1\n`, ["--into", tape]);
    expect(out).toContain("1 before-tape");
  });

  test("prints of a day that was imported before it was over are refused by their rows", async () => {
    const tape = fresh(".jsonl");
    const how = ["--profile", "ticks", "--instrument", "A"];
    const print = (hour: number): string => `${DAYS[0]}T0${hour}:00:00Z,10\n`;
    await mustImport(`time,price\n${print(1)}`, ["--into", tape], ...how);
    const out = await mustImport(`time,price\n${print(1)}${print(4)}`, ["--into", tape], ...how);
    expect(out).toContain("1 before-tape");
    expect(out).toContain("1 row stood there already");
  });

  test("a split within it that it does not have is refused", async () => {
    const tape = await begun();
    const factors = folder.write("late.csv", "20260204,1,0.5\n20501231,1,1\n");
    const err = await refusal(tape, HEADER + rows.join(""), "--factors", factors);
    expect(err).toContain("IMPORT_PAST: the split 2:1 of A on 2026-02-05 is not on the tape");
    // Told in time it stands, and the same file says nothing new.
    const told = fresh(".jsonl");
    for (const [first, last] of [
      [0, 1],
      [0, 3],
    ] as const)
      await mustImport(HEADER + rows.slice(first, last).join(""), ["--into", told], "--factors", factors);
    expect(linesOf(told).filter((line) => line.includes("InstrumentSplit"))).toHaveLength(1);
  });

  test.each([
    ["another scale", ["--scale", "3"], "A is listed on the tape with scale 0, not 3"],
    ["another kind", ["--kind", "index"], "A is listed on the tape with kind equity, not index"],
    ["a tape of its own besides", ["--out", "x.jsonl"], "give one of the two"],
  ])("%s is refused", async (_, more, problem) => {
    expect(await refusal(await begun(), HEADER + rows.join(""), ...more)).toContain(problem);
  });

  test("another market of a known instrument is refused", async () => {
    const tape = await begun();
    const file = folder.write("a.csv", HEADER + rows.join(""));
    const { err } = await run(["import", file, "--profile", "ohlc", "--mic", "XNYS", "--into", tape]);
    expect(err).toContain("USAGE: A is listed on the tape with mic XTKS, not XNYS");
  });

  test("a file that ends in the middle of an archive adds nothing", async () => {
    const tape = await begun();
    const before = readFileSync(tape, "utf8");
    const { gzipSync } = await import("node:zlib");
    const packed = gzipSync(HEADER + DAYS.map((date) => `${date},A,10,12,9,11\n`).join(""));
    const file = folder.write("half.csv.gz", packed.subarray(0, packed.length - 9));
    const { code, err } = await run(["import", file, "--profile", "ohlc", "--mic", "XTKS", "--into", tape]);
    expect([code, err]).toEqual([2, expect.stringMatching(/^tapefold: IMPORT_FILE: [^\n]+\n$/)]);
    expect(readFileSync(tape, "utf8")).toBe(before);
  });

  test("a torn tape is refused before anything is added", async () => {
    const tape = await begun();
    writeFileSync(tape, readFileSync(tape, "utf8").slice(0, -20));
    expect(await refusal(tape, HEADER + rows.join(""))).toContain("LOG_TORN");
  });

  test("a tape that can't be added to is named", async () => {
    const content = HEADER + rows.join("");
    for (const [path, code] of [
      ["-", "USAGE"],
      [fresh(".jsonl.gz"), "LOG_UNWRITABLE"],
    ] as const)
      expect((await imported(content, ["--into", path])).err).toContain(code);
  });
});

describe("a session that is open on the tape", () => {
  const open = { type: "SessionOpened", at: `${DAYS[0]}T00:00:00Z`, mic: "XTKS", date: DAYS[0] };

  test("is refused where somebody else opened it", async () => {
    const tape = fresh(".jsonl");
    await mustImport(`${HEADER}2026-02-03,A,10,12,9,11\n`, ["--into", tape]);
    await run(["append", tape], { stdin: `${JSON.stringify({ id: "mine", ...open })}\n` });
    const { code, err } = await imported(`${HEADER}${DAYS[0]},A,10,12,9,11\n`, ["--into", tape]);
    expect([code, err]).toEqual([
      2,
      expect.stringContaining("IMPORT_PAST: the session 2026-02-04 of XTKS is open"),
    ]);
  });

  test.each(["ohlc", "bars"])("is gone on with where an import broke off in it (%s)", async (profile) => {
    const content =
      profile === "ohlc"
        ? HEADER + DAYS.map((date) => `${date},A,10,12,9,11\n`).join("")
        : `time,symbol,open,high,low,close\n${DAYS.map((date) => `${date}T00:05:00Z,A,10,12,9,11\n`).join("")}`;
    const whole = fresh(".jsonl");
    await mustImport(content, ["--out", whole], "--profile", profile);
    const lines = linesOf(whole);
    for (let length = 3; length < lines.length; length += 5) {
      const broken = fresh(".jsonl");
      writeFileSync(broken, `${lines.slice(0, length).join("\n")}\n`);
      await mustImport(content, ["--into", broken], "--profile", profile);
      expect(eventsOn(broken)).toEqual(eventsOn(whole));
    }
  });
});

test("a gap between the tape's last session and the next row is told", async () => {
  const tape = fresh(".jsonl");
  await mustImport(`${HEADER}${DAYS[0]},A,10,12,9,11\n`, ["--into", tape]);
  const out = await mustImport(`${HEADER}${DAYS[3]},A,10,12,9,11\n`, ["--into", tape]);
  expect(out).toContain("2 gaps: scheduled sessions without a row: 2026-02-05, 2026-02-06");
});

test("every line is one that the tape accepts, and nothing of it is refused", async () => {
  const tape = fresh(".jsonl");
  await mustImport(HEADER + DAYS.map((date) => `${date},A,10,12,9,11\n`).join(""), ["--into", tape]);
  for (const line of linesOf(tape)) parseEvent(JSON.parse(line));
  const { out } = await run(["replay", tape, "--json"]);
  expect(JSON.parse(out)).toMatchObject({ tape: { rejected: {} } });
});
