import { truncateSync, mkdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { formatInstant, MarketError } from "@tapefold/core";
import { openTape } from "@tapefold/replay";
import { describe, expect, test } from "vitest";
import { runs } from "../runs.ts";
import { goldenLines, goldenPath, readAll, tapeFolder } from "./tape-folder.ts";

const folder = tapeFolder();
const [first = "", second = "", third = ""] = goldenLines;
const three = `${first}\n${second}\n${third}\n`;

async function faultOf(
  path: string,
): Promise<{ code: string; message: string; detail: unknown; stand: number }> {
  const { events, error } = await readAll(openTape(path));
  if (!(error instanceof MarketError)) throw new Error(`no MarketError but ${String(error)}`);
  expect(error.message).not.toContain("\n");
  return { code: error.code, message: error.message, detail: error.detail, stand: events.length };
}

describe("a whole tape", () => {
  test("gives its events in order, numbered from 1, as they stand in the file", async () => {
    const { events } = await readAll(openTape(goldenPath));
    expect(events.map(({ position }) => position)).toEqual(goldenLines.map((_, index) => index + 1));
    const written = events.map(({ event }) => ({ ...event, at: formatInstant(event.at) }));
    expect(written).toEqual(goldenLines.map((line) => JSON.parse(line) as unknown));
  });

  const sound: Record<string, string | Uint8Array> = {
    "line ends of Windows": three.replaceAll("\n", "\r\n"),
    "a last line without an end": three.trimEnd(),
    "a byte order mark": `\ufeff${three}`,
    gzip: gzipSync(three),
    "gzip of several parts": Buffer.concat([gzipSync(`${first}\n`), gzipSync(`${second}\n${third}\n`)]),
  };
  test.each(Object.entries(sound))("may have %s", async (name, content) => {
    const { events, error } = await readAll(openTape(folder.write(name, content)));
    expect(error).toBeUndefined();
    expect(events.map(({ event }) => event.id)).toEqual(["xtks-listed", "xkrx-listed", "xkos-listed"]);
  });

  test("is read from a position on", async () => {
    const positions: number[] = [];
    for await (const batch of openTape(goldenPath).read({ from: 277 }))
      positions.push(...batch.map((one) => one.position));
    expect(positions).toEqual([277, 278, 279]);
  });

  test("of standard input can be read twice, in whatever pieces it came", async () => {
    const pieces = async function* (): AsyncGenerator<Uint8Array> {
      for (const byte of Buffer.from(three)) yield Uint8Array.of(byte);
    };
    const log = openTape("-", pieces());
    expect((await readAll(log)).events).toHaveLength(3);
    expect((await readAll(log)).events).toHaveLength(3);
  });
});

describe("what is no tape", () => {
  test("a missing file", async () => {
    const path = folder.path("missing.jsonl");
    expect(await faultOf(path)).toMatchObject({ code: "LOG_NOT_FOUND", detail: { log: path } });
    expect((await faultOf(path)).message).toBe(`there is no such file; check the path (${path})`);
  });

  test("a directory", async () => {
    mkdirSync(folder.path("directory.jsonl"));
    const { code, message } = await faultOf(folder.path("directory.jsonl"));
    expect([code, message]).toEqual(["LOG_UNREADABLE", expect.stringContaining("is a directory")]);
  });

  test.each(["empty.jsonl", "empty.jsonl.gz"])("an empty file, %s", async (name) => {
    expect((await faultOf(folder.write(name, ""))).code).toBe("LOG_EMPTY");
  });

  test("an archive of nothing", async () => {
    expect((await faultOf(folder.write("nothing.jsonl.gz", gzipSync("")))).code).toBe("LOG_EMPTY");
  });

  test("plain text that is named .gz", async () => {
    const { code, message } = await faultOf(folder.write("plain.jsonl.gz", three));
    expect([code, message]).toEqual(["LOG_UNREADABLE", expect.stringContaining("is no gzip archive")]);
  });

  test("an archive damaged inside", async () => {
    const packed = gzipSync(goldenLines.join("\n"));
    packed.writeUInt32LE(0xdeadbeef, packed.length - 8);
    const { code, message } = await faultOf(folder.write("damaged.jsonl.gz", packed));
    expect([code, message]).toEqual([
      "LOG_UNREADABLE",
      expect.stringContaining("incorrect data check; fetch it again"),
    ]);
  });
});

describe("a line that is no event is refused by its number, after the events before it", () => {
  const at = (line: string, text: string): string => line.replace(/"at":"[^"]*"/, text);
  const bad: Record<string, [line: string | Uint8Array, message: string]> = {
    "no JSON": ["nonsense", "is no JSON; a line must hold one JSON object"],
    "cut JSON": [third.slice(0, 40), "is no JSON; a line must hold one JSON object"],
    blank: ["", "is blank; remove the line"],
    spaces: [" \t\r", "is blank; remove the line"],
    "an array": ["[1]", "a line must hold one JSON object"],
    "an unknown type": ['{"id":"a","type":"PriceTickled"}', 'type: "PriceTickled" is no event type'],
    "an unknown field": [
      third.replace(/}$/, ',"colour":1}'),
      "colour: 1 is no field of this event; remove it",
    ],
    "a __proto__": [third.replace(/}$/, ',"__proto__":{"a":1}}'), "__proto__: is no field; remove it"],
    "a wrong time": [at(third, '"at":"2026-03-12 09:30"'), 'at: "2026-03-12 09:30" is no UTC instant; write'],
    "a control character in an id": [third.replace('"xkos-listed"', '"x\\u0007"'), "id: "],
    "another encoding": [Buffer.from(third.replace("KOSDAQ", "KOSDAQ\u00e9"), "latin1"), "is no UTF-8"],
    "nesting without end": [
      `{"type":"PriceTicked","id":${"[".repeat(500_000)}${"]".repeat(500_000)}}`,
      "is nested too deep; no event is",
    ],
    "a line over the limit": [
      `{"id":"${"a".repeat(1024 * 1024)}"}`,
      "is longer than 1048576 bytes; no event is",
    ],
  };
  test.each(Object.entries(bad))("%s", async (name, [line, message]) => {
    const path = folder.write(
      `${name}.jsonl`,
      Buffer.concat([Buffer.from(`${first}\n${second}\n`), Buffer.from(line), Buffer.from(`\n${third}\n`)]),
    );
    const fault = await faultOf(path);
    expect(fault).toMatchObject({ code: "LOG_LINE_INVALID", stand: 2, detail: { log: path, line: 3 } });
    expect(fault.message.slice(0, message.length)).toBe(message);
    expect(fault.message).toContain(`(${path}:3; 2 events stand before it)`);
  });

  test("a last line that is whole JSON and no event", async () => {
    expect(await faultOf(folder.write("last.jsonl", `${first}\n{"id":"a"}`))).toMatchObject({
      code: "LOG_LINE_INVALID",
      detail: { line: 2, field: "type" },
    });
  });

  test("a line of 200 MB, without reading it into memory", async () => {
    const path = folder.write("long.jsonl", `${first}\n{"id":"`);
    truncateSync(path, 200 * 1024 * 1024);
    const before = process.memoryUsage().rss;
    expect(await faultOf(path)).toMatchObject({ code: "LOG_LINE_INVALID", stand: 1, detail: { line: 2 } });
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
  });

  test("a line of 40 MB packed into an archive, or of 200 MB in test:laws", async () => {
    const line = Buffer.alloc(runs(200) * 1024 * 1024, "a");
    const path = folder.write("long.jsonl.gz", gzipSync(line, { level: 1 }));
    expect(await faultOf(path)).toMatchObject({ code: "LOG_LINE_INVALID", stand: 0, detail: { line: 1 } });
  });

  test("a sign for bytes that are no UTF-8 is itself a character like others", async () => {
    const { error } = await readAll(
      openTape(folder.write("sign.jsonl", `${third.replace("KOSDAQ", "\ufffd")}\n`)),
    );
    expect(error).toBeUndefined();
  });
});

describe("a torn tail", () => {
  const bytes = Buffer.from(three);

  test("is told at every byte with what stands before it", async () => {
    const ends = [0, `${first}\n`.length, `${first}\n${second}\n`.length, three.length];
    for (let length = 1; length < bytes.length; length += 1) {
      const path = folder.write("torn.jsonl", bytes.subarray(0, length));
      const stand = ends.filter((end) => end <= length).length - 1;
      const isWhole = ends.includes(length) || ends.includes(length + 1);
      const { events, error } = await readAll(openTape(path));
      if (isWhole) {
        expect([length, error, events.length]).toEqual([
          length,
          undefined,
          stand + (ends.includes(length) ? 0 : 1),
        ]);
        continue;
      }
      expect([length, events.length]).toEqual([length, stand]);
      expect(error).toMatchObject({
        code: "LOG_TORN",
        detail: { line: stand + 1, validBytes: ends[stand], events: stand },
      });
    }
  });

  test("says what to do", async () => {
    const path = folder.write("torn.jsonl", bytes.subarray(0, bytes.length - 9));
    const valid = `${first}\n${second}\n`.length;
    expect((await faultOf(path)).message).toBe(
      `ends in the middle of a line, its first ${valid} bytes hold 2 events; cut it there (${path}:3)`,
    );
  });

  test("of an archive counts what came out of it", async () => {
    const text = `${goldenLines.join("\n")}\n`;
    const packed = gzipSync(text);
    for (const length of [3, 20, Math.floor(packed.length / 2), packed.length - 8, packed.length - 1]) {
      const path = folder.write("torn.jsonl.gz", packed.subarray(0, length));
      const { events, error } = await readAll(openTape(path));
      const { code, detail } = error as MarketError<"LOG_TORN">;
      expect([code, detail.events]).toEqual(["LOG_TORN", events.length]);
      expect(text.slice(0, detail.validBytes).split("\n").length - 1).toBe(events.length);
    }
  });
});
