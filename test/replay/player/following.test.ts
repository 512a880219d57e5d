/** A page on a tape that grows: a store, and a file; who does not follow sees the tape grow and stays where it is. */
import { appendFileSync, copyFileSync, writeFileSync } from "node:fs";
import { foldTape, generateTape, openLog, openTape, writeTape } from "@tapefold/replay";
import { afterEach, expect, test } from "vitest";
import { isLong } from "../../runs.ts";
import { goldenLines, goldenPath, readAll, tapeFolder } from "../tape-folder.ts";
import { PageDouble } from "./page-double.ts";

const folder = tapeFolder();
const { events: golden } = await readAll(openTape(goldenPath));
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => void (await Promise.all(opened.splice(0).map((one) => one.close()))));

async function following(path: string): Promise<PageDouble> {
  const page = await PageDouble.of(openTape(path), { follow: true });
  opened.push(page);
  return page;
}

const digestOf = async (page: PageDouble): Promise<unknown> =>
  (await page.answerTo({ do: "digest" }, "digest"))["digest"];

test("what is appended to a store is on the page of who follows, and moves nobody else", async () => {
  const path = folder.path("live.tape");
  const log = await openLog(path);
  opened.push(log);
  await log.append(golden.slice(0, 150).map(({ event }) => event));
  const page = await following(path);
  await page.at(100);
  await log.append(golden.slice(150, 200).map(({ event }) => event));
  await page.until(() => page.status?.head === 200);
  expect(page.position).toBe(100);
  page.ask({ do: "follow", isOn: true });
  await page.until(() => page.position === 200);
  await log.append(golden.slice(200).map(({ event }) => event));
  await page.until(() => page.position === 279);
  expect(await digestOf(page)).toBe((await foldTape(openTape(goldenPath))).state.digest);
});

test("a followed store may begin empty", async () => {
  const path = folder.path("empty.tape");
  const log = await openLog(path);
  opened.push(log);
  const page = await following(path);
  page.ask({ do: "follow", isOn: true });
  await log.append(golden.slice(0, 30).map(({ event }) => event));
  await page.until(() => page.position === 30);
});

test("a followed file that is replaced is told, and the page stays", async () => {
  const path = folder.path("replaced.jsonl");
  copyFileSync(goldenPath, path);
  const page = await following(path);
  await page.at(242);
  writeFileSync(path, `${goldenLines.slice(0, 20).join("\n")}\n`);
  await page.until(() => page.answers.some(({ kind }) => kind === "fault"));
  expect(page.position).toBe(242);
});

// A tape is long from 200,000 events on: this is for `npm run test:laws`.
test.skipIf(!isLong)("a long tape that grows unfollowed ends for its page where it ended", async () => {
  const path = folder.path("grows.jsonl");
  await writeTape(path, generateTape({ seed: 4, instruments: 3, ticks: 200_500 }));
  const page = await PageDouble.of(openTape(path));
  opened.push(page);
  await page.until(() => page.status !== undefined);
  const head = page.status?.head ?? 0;
  await page.at(head - 5);
  const event = {
    id: "late",
    type: "SessionOpened",
    at: "2027-01-01T00:00:00Z",
    mic: "XTKS",
    date: "2027-01-01",
  };
  appendFileSync(path, `${JSON.stringify(event)}\n`);
  page.ask({ do: "speed", speed: "max" });
  page.ask({ do: "play" });
  await page.until(() => page.position === head);
  await page.at(head - 1);
  page.ask({ do: "seek", to: String(head) });
  await page.until(() => page.position === head);
  expect(page.answers.filter(({ kind }) => kind === "fault")).toEqual([]);
});
