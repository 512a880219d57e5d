import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatInstant } from "@tapefold/core";
import { calendarOf } from "@tapefold/replay";
import { expect, test } from "vitest";

const whole = {
  mic: "XMOO",
  name: "Moon Exchange",
  zone: "Asia/Tokyo",
  version: "2026-01-01",
  from: "2026-01-01",
  to: "2026-12-31",
  hours: [{ from: "2026-01-01", open: "09:00", close: "15:30", breaks: [["11:30", "12:30"]] }],
  closed: { 2026: "01-01" },
  special: [{ reason: "Full moon", dates: "2026-01-03", hours: { open: "20:00", close: "21:00" } }],
  cancelled: [{ date: "2026-01-06", reason: "Eclipse" }],
};

async function file(content: unknown): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "tapefold-")), "calendar.json");
  await writeFile(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

test("a file of its own stands in for the built-in calendar", async () => {
  const calendar = await calendarOf("XMOO", await file(whole));
  const sessions = calendar.sessions("2026-01-01", "2026-01-07");
  expect(sessions.map(({ date }) => date)).toEqual(["2026-01-02", "2026-01-03", "2026-01-05", "2026-01-07"]);
  expect(formatInstant(sessions[1]!.open)).toBe("2026-01-03T11:00:00Z");
});

test("a file that extends a built-in calendar changes what it names", async () => {
  const muhurat = { reason: "Muhurat", dates: "2026-11-08", hours: { open: "18:00", close: "19:00" } };
  const calendar = await calendarOf("XNSE", await file({ extends: "XNSE", special: [muhurat] }));
  expect(calendar.session("2026-11-08")?.reason).toBe("Muhurat");
  expect(calendar.session("2025-10-21")?.reason).toBe("Muhurat trading on Diwali");
});

test.each([
  ["no JSON", "{", "can't be read as JSON"],
  ["a field unknown", { ...whole, colour: "red" }, 'Unrecognized key: "colour"'],
  ["a zone unknown", { ...whole, zone: "Mare/Tranquillitatis" }, "zone: must be an IANA time zone"],
  [
    "a time that is none",
    { ...whole, hours: [{ from: "2026-01-01", open: "9:00", close: "15:30" }] },
    "hours.0.open: must be a time",
  ],
  [
    "hours that do not ascend",
    { ...whole, hours: [{ from: "2026-01-01", open: "16:00", close: "15:30" }] },
    "must ascend",
  ],
  ["a day that is none", { ...whole, closed: { 2026: "02-30" } }, "closed: 2026-02-30 is no date"],
  ["another market", { ...whole, mic: "XMAR" }, "mic: is of XMAR, asked for was XMOO"],
  ["a base unknown", { extends: "XMAR" }, "extends: names XMAR, which is no built-in calendar"],
])("a file with %s is refused by name", async (_, content, problem) => {
  await expect(calendarOf("XMOO", await file(content))).rejects.toThrow(problem);
});

test("an unknown market is refused with those there are", async () => {
  await expect(calendarOf("XMOO")).rejects.toMatchObject({
    code: "CALENDAR_UNKNOWN",
    detail: { mic: "XMOO" },
  });
});
