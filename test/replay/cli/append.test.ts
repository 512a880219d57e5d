import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { openTape } from "@tapefold/replay";
import { expect, test } from "vitest";
import { isLong } from "../../runs.ts";
import { goldenLines, goldenPath, readAll, tapeFolder } from "../tape-folder.ts";
import { run } from "./run-command.ts";

const folder = tapeFolder();

async function digests(tape: string): Promise<{ digest: string; valuesDigest: string }> {
  const { out } = await run(["replay", tape, "--json"]);
  const { digest, valuesDigest } = JSON.parse(out) as { digest: string; valuesDigest: string };
  return { digest, valuesDigest };
}

test.each(["golden.tape", "golden-copy.jsonl"])(
  "the golden tape is added to %s once, and reads the same",
  async (name) => {
    const path = folder.path(name);
    const first = await run(["append", path, goldenPath]);
    expect(first).toMatchObject({ code: 0, err: "" });
    expect(first.out).toBe(`${path}: 279 events added; it ends at position 279\n`);
    const second = await run(["append", path, goldenPath]);
    expect(second.out).toBe(
      `${path}: 0 events added, 279 stood there already and were left out; it ends at position 279\n`,
    );
    expect(JSON.parse((await run(["append", path, goldenPath, "--json"])).out)).toEqual({
      head: 279,
      added: 0,
      rejected: {},
      repeated: 279,
      gaps: { count: 0, first: [] },
      reusedIds: 0,
    });
    expect(await digests(path)).toEqual(await digests(goldenPath));
  },
);

test("a store is added to a file and a file to a store, with one digest", async () => {
  const [store, back] = [folder.path("there.tape"), folder.path("back.jsonl")];
  await run(["append", store, goldenPath]);
  expect((await run(["append", back, store])).code).toBe(0);
  expect(await digests(back)).toEqual(await digests(goldenPath));
});

test("repeated lines are left out, counted and said, and change no value", async () => {
  const path = folder.path("repeats.tape");
  const lines = [...goldenLines.slice(0, 100), ...goldenLines.slice(90)];
  const { out } = await run(["append", path], { stdin: `${lines.join("\n")}\n` });
  expect(out).toBe(
    `${path}: 279 events added, 10 stood there already and were left out; it ends at position 279\n`,
  );
  expect((await digests(path)).valuesDigest).toBe((await digests(goldenPath)).valuesDigest);
});

test("numbers that a source left out are told, also against what stood there", async () => {
  const path = folder.path("gaps.tape");
  const line = (seq: number): string =>
    `{"id":"t-${seq}","type":"PriceTicked","at":"2026-02-10T00:00:00Z","instrument":"I1","price":1,"source":"feed","seq":${seq}}\n`;
  await run(["append", path], { stdin: line(4) + line(5) });
  expect((await run(["append", path], { stdin: line(5) + line(8) + line(9) })).out).toBe(
    `${path}: 2 events added, 1 stood there already and was left out; it ends at position 4\n` +
      "gap: feed goes from 5 to 8 at position 3\n" +
      `4 of 4 events refused: unknown 4; tapefold refused ${path} lists them\n`,
  );
  expect(JSON.parse((await run(["append", path, "--json"], { stdin: line(20) })).out)).toMatchObject({
    gaps: { count: 1, first: [{ source: "feed", after: 9, next: 20, position: 5 }] },
  });
});

test("ids that are used again are told by append, verify and import, those of lines sent again are not", async () => {
  const path = folder.path("reused.tape");
  const line = (id: string, seq: number, at: number): string =>
    `{"id":"${id}","type":"PriceTicked","at":"2026-02-1${at}T00:00:00Z","instrument":"I1","price":1,"source":"feed","seq":${seq}}\n`;
  const lines = [0, 1, 2].flatMap((day) =>
    ["a", "b", `only-${day}`].map((id, at) => line(id, 3 * day + at, day)),
  );
  const told = "2 ids are used again; an amendment concerns the line of its id that is nearest before it\n";
  const given = { stdin: [...lines, ...lines].join("") };
  expect((await run(["append", path], given)).out).toMatch(
    new RegExp(`position 9\n${told}9 of 9 events refused`),
  );
  expect((await run(["verify", path])).out).toContain(told);
  expect(JSON.parse((await run(["verify", path, "--json"])).out)).toMatchObject({ reusedIds: 2 });
  const day = folder.write("day.csv", "date,open,high,low,close\n2026-02-13,1,1,1,1\n");
  const importing = ["import", day, "--profile", "ohlc", "--instrument", "I1", "--mic", "XTKS"];
  expect((await run([...importing, "--into", path])).out).toContain(told);
  const anew = folder.path("anew.jsonl");
  expect((await run([...importing, "--out", anew])).out).not.toContain("used again");
  expect(JSON.parse((await run([...importing, "--into", path, "--json"])).out)).toMatchObject({
    reusedIds: 2,
  });
  // A table of ids grows and goes on counting.
  const many = Array.from({ length: 5_000 }, (_, index) =>
    line(`id-${index % 4_000}`, index, index < 4_000 ? 0 : 1),
  );
  const out = (await run(["append", folder.path("many.tape"), "--json"], { stdin: many.join("") })).out;
  expect(JSON.parse(out)).toMatchObject({ added: 5_000, reusedIds: 1_000 });
});

test.runIf(isLong)(
  "of over a million ids those used again are reckoned from a share of them",
  { timeout: 600_000 },
  async () => {
    async function* lines(): AsyncGenerator<Uint8Array> {
      for (let seq = 0; seq < 1_400_000; seq += 1000) {
        const at = seq < 1_100_000 ? 1 : 2;
        const batch = Array.from({ length: 1000 }, (_, index) => {
          const id = (seq + index) % 1_100_000;
          return `{"id":"id-${id}","type":"PriceTicked","at":"2026-02-1${at}T00:00:00Z","instrument":"I1","price":1,"source":"feed","seq":${seq + index}}\n`;
        });
        yield Buffer.from(batch.join(""));
      }
    }
    const { out } = await run(["append", folder.path("million.tape"), "--json"], { stdin: lines() });
    const { reusedIds } = JSON.parse(out) as { readonly reusedIds: number };
    expect(reusedIds).not.toBe(300_000);
    expect(Math.abs(reusedIds - 300_000)).toBeLessThan(5_000);
  },
);

test.each(["nothing.tape", "nothing.jsonl"])(
  "an input that cannot be read leaves no %s behind",
  async (name) => {
    const path = folder.path(name);
    const missing = await run(["append", path, folder.path("no-such.jsonl")]);
    expect(missing).toMatchObject({ code: 2, err: expect.stringMatching(/LOG_NOT_FOUND/) });
    expect(await run(["append", path], { stdin: "no event\n" })).toMatchObject({ code: 2 });
    expect(await run(["append", path], { stdin: "" })).toMatchObject({ code: 2 });
    expect(existsSync(path)).toBe(false);
  },
);

test("standard input is added as it comes, packed or not", async () => {
  const path = folder.path("piped.tape");
  const heads: number[] = [];
  async function* lines(): AsyncGenerator<Uint8Array> {
    for (const [index, line] of goldenLines.entries()) {
      yield Buffer.from(`${line}\n`);
      if (index === 99) heads.push((await readAll(openTape(path))).events.length);
    }
  }
  await run(["append", path], { stdin: lines() });
  expect(heads).toEqual([100]);
  const packed = folder.path("packed.tape");
  await run(["append", packed], { stdin: gzipSync(readFileSync(goldenPath)) });
  expect(await digests(packed)).toEqual(await digests(path));
});

test("the same id with other content is an error that names both places", async () => {
  const path = folder.path("conflict.tape");
  await run(["append", path, goldenPath]);
  const changed = (goldenLines[4] as string).replace(/"name":"[^"]*"/, '"name":"Another"');
  const { code, err } = await run(["append", path], { stdin: `${goldenLines[0]}\n${changed}\n` });
  expect(code).toBe(2);
  expect(err).toMatch(
    /^tapefold: ID_CONFLICT: id \S+ stands at position 5 with other content; .* \(standard input:2\)\n$/,
  );
  expect((await run(["append", path, goldenPath, "--json"])).out).toContain('"head":279');
});

test("a packed tape under the name of a plain one is left as it is", async () => {
  const packed = gzipSync(readFileSync(goldenPath));
  const path = folder.write("packed.jsonl", packed);
  expect(await run(["append", path, goldenPath])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/LOG_UNWRITABLE: is a gzip archive/),
  });
  expect(readFileSync(path)).toEqual(packed);
});

test("a new store may be named with a slash at its end", async () => {
  const path = `${folder.path("slash.tape")}/`;
  expect(await run(["append", path, goldenPath])).toMatchObject({ code: 0, err: "" });
  expect(await digests(path)).toEqual(await digests(goldenPath));
});

test("a line without an id is given one", async () => {
  const path = folder.path("minted.jsonl");
  const line = '{"type":"SessionOpened","at":"2026-02-10T00:00:00Z","mic":"XTKS","date":"2026-02-10"}\n';
  await run(["append", path], { stdin: line + line });
  const ids = readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((text) => (JSON.parse(text) as { id: string }).id);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(2);
  for (const id of ids) expect(id).toMatch(/^[\w-]{21}$/);
});

test("a torn tape is refused until it is repaired; the cut part is kept", async () => {
  const whole = readFileSync(goldenPath);
  const torn = folder.write("torn.jsonl", whole.subarray(0, 20_000));
  expect(await run(["append", torn, goldenPath])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/LOG_TORN/),
  });
  const out = folder.path("repaired.jsonl");
  expect((await run(["repair", torn, "--out", out])).out).toBe(
    `${out}: 124 events, 186 bytes cut off and kept (${out}.cut)\n`,
  );
  expect(Buffer.concat([readFileSync(out), readFileSync(`${out}.cut`)])).toEqual(readFileSync(torn));
  expect(await run(["repair", torn, "--out", out])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/is there already/),
  });
  await run(["append", out, goldenPath]);
  expect(await digests(out)).toEqual(await digests(goldenPath));
});

test("diff finds the first position and field that part", async () => {
  const store = folder.path("same.tape");
  await run(["append", store, goldenPath]);
  expect(await run(["diff", store, goldenPath])).toMatchObject({
    code: 0,
    out: "same state at every position\n",
  });

  const at = goldenLines.findIndex((line) => line.includes('"type":"PriceTicked"'));
  const tick = JSON.parse(goldenLines[at] as string) as { price: number | string; instrument: string };
  const other = [...goldenLines];
  other[at] = JSON.stringify({ ...tick, price: "1" });
  const changed = folder.path("changed.jsonl");
  writeFileSync(changed, `${other.join("\n")}\n`);
  const { code, out } = await run(["diff", goldenPath, changed, "--json"]);
  expect(code).toBe(1);
  const { parting } = JSON.parse(out) as { parting: { position: number; key: string; field: string } };
  expect(parting).toMatchObject({ position: at + 1 });
  expect(parting.field).not.toBe("");

  const short = folder.path("short.jsonl");
  writeFileSync(short, `${goldenLines.slice(0, 50).join("\n")}\n`);
  expect(await run(["diff", short, goldenPath])).toMatchObject({
    code: 1,
    out: `part at position 51: ${short} has ended\n`,
  });
});

test("diff finds a parting that a later bust brings about, at its tick", async () => {
  const ticks = goldenLines.flatMap((line, index) => (line.includes('"type":"PriceTicked"') ? [index] : []));
  const at = ticks[Math.floor(ticks.length / 2)] as number;
  const { id } = JSON.parse(goldenLines[at] as string) as { id: string };
  const last = JSON.parse(goldenLines.at(-1) as string) as { at: string };
  const bust = JSON.stringify({ id: "late-bust", type: "TickBusted", at: last.at, tick: id });
  const busted = folder.path("busted.jsonl");
  writeFileSync(busted, `${[...goldenLines, bust].join("\n")}\n`);
  const { code, out } = await run(["diff", goldenPath, busted, "--json"]);
  expect(code).toBe(1);
  expect((JSON.parse(out) as { parting: { position: number } }).parting.position).toBe(at + 1);
});

test("shows progress on a terminal, and leaves nothing of it", async () => {
  const lively = { columns: 80, isLively: true };
  const { out, err } = await run(["append", folder.path("shown.tape"), goldenPath], lively);
  expect(err).toMatch(/\d+ events added/);
  expect(err.endsWith("\r\u001B[2K")).toBe(true);
  expect(out).toContain("279 events added");
  const quiet = await run(["append", folder.path("quiet.tape"), goldenPath, "--json"], lively);
  expect(quiet.err).toBe("");
});

test("diff --values compares the market's values alone, each by its field", async () => {
  const again = goldenLines.map((line) => line.replace(/"id":"/, '"id":"x'));
  const renamed = folder.write("renamed.jsonl", `${again.join("\n").replaceAll('"tick":"', '"tick":"x')}\n`);
  expect(await run(["diff", goldenPath, renamed, "--values"])).toMatchObject({
    code: 0,
    out: "same values\n",
  });
  expect(await run(["diff", goldenPath, renamed])).toMatchObject({ code: 1 });
  const shorter = folder.write("shorter.jsonl", `${goldenLines.slice(0, -1).join("\n")}\n`);
  const { code, out } = await run(["diff", goldenPath, shorter, "--values"]);
  expect(code).toBe(1);
  expect(out).toMatch(/^instruments\.\w+\.\S+ is .* and .*\n/);
  const { same, differences } = JSON.parse(
    (await run(["diff", goldenPath, shorter, "--values", "--json"])).out,
  );
  expect([same, differences.length]).toEqual([false, expect.any(Number)]);
  expect(Object.keys(differences[0])).toEqual(["field", "left", "right"]);
  const listed =
    '{"id":"new","type":"InstrumentListed","at":"2026-02-10T10:00:00Z","instrument":"NEW","name":"N","kind":"equity","mic":"XTKS","currency":"JPY","scale":0}';
  const longer = folder.write("longer.jsonl", `${goldenLines.join("\n")}\n${listed}\n`);
  const [there, here] = [
    [goldenPath, longer],
    [longer, goldenPath],
  ].map((tapes) => run(["diff", ...tapes, "--values"]));
  expect((await there!).out).toContain("instruments.NEW is on the right alone\n");
  expect((await here!).out).toContain("instruments.NEW is on the left alone\n");
});
