import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatInstant } from "@tapefold/core";
import { calendarOf } from "@tapefold/replay";
import { describe, expect, test } from "vitest";

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
  ["a field unknown", { ...whole, colour: "red" }, "there is no field colour; remove it"],
  ["a field missing", { ...whole, name: undefined }, "name: is missing; add it"],
  ["closed days as a list", { ...whole, closed: ["2026-01-06"] }, "closed: must be days by year such as"],
  ["a year that is none", { ...whole, closed: { "26": "01-06" } }, "closed.26: must be days by year such as"],
  [
    "a break of one time",
    { ...whole, hours: [{ from: "2026-01-01", open: "09:00", close: "15:30", breaks: [["11:30"]] }] },
    "hours.0.breaks.0: must be two times such as",
  ],
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
  [
    "an auction before the open",
    { ...whole, hours: [{ from: "2026-01-01", open: "09:00", close: "15:30", auction: ["08:00", "16:00"] }] },
    "hours.0.auction: must begin after the open and not end before the close",
  ],
  [
    "an auction that ends before the close",
    { ...whole, hours: [{ from: "2026-01-01", open: "09:00", close: "15:30", auction: ["15:00", "15:20"] }] },
    "hours.0.auction: must begin after the open and not end before the close",
  ],
  ["a day that is none", { ...whole, closed: { 2026: "02-30" } }, "closed: 2026-02-30 is no date"],
  ["a day outside", { ...whole, closed: { 2031: "01-06" } }, "closed: 2031-01-06 lies outside"],
  [
    "a day of another year with hours of its own",
    {
      extends: "XHKG",
      special: [{ reason: "x", dates: "2031-07-21", hours: { open: "09:30", close: "12:00" } }],
    },
    "special: 2031-07-21 lies outside 2010-01-01 to 2027-12-31; give a later to",
  ],
  [
    "a day cancelled before it begins",
    { extends: "XHKG", cancelled: [{ date: "2001-07-25", reason: "typhoon" }] },
    "cancelled: 2001-07-25 lies outside 2010-01-01 to 2027-12-31; leave it out",
  ],
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

describe("a file that extends a built-in calendar", () => {
  const sessions = async (patch: object, mic = "XHKG", year = 2026): Promise<string[]> => {
    const file = join(await mkdtemp(join(tmpdir(), "tapefold-")), "patch.json");
    await writeFile(file, JSON.stringify({ extends: mic, ...patch }));
    const calendar = await calendarOf(mic, file);
    return calendar.sessions(`${year}-01-01`, `${year}-12-31`).map(({ date }) => date);
  };

  test("adds closed days, also where a day has hours of its own, and drops none", async () => {
    const before = await sessions({});
    for (const day of ["07-15", "12-24", "01-02"]) {
      const after = await sessions({ closed: { 2026: day } });
      expect(before.filter((date) => !after.includes(date))).toEqual([`2026-${day}`]);
    }
    const two = await sessions({ closed: { 2026: "07-15 07-16", 2025: "07-15" } });
    expect(two).toHaveLength(before.length - 2);
    expect(await sessions({ closed: { 2026: "01-01" } })).toEqual(before);
  });

  test("a day that both names hours and is closed is a session", async () => {
    const special = [
      { reason: "Open after all", dates: "2026-01-01", hours: { open: "10:00", close: "12:00" } },
    ];
    expect((await sessions({ special }))[0]).toBe("2026-01-01");
    expect((await sessions({ special, closed: { 2026: "01-01" } }))[0]).toBe("2026-01-01");
  });

  test.each([
    ["XNYS", "2024-03-10", "02:30", "does not exist: the clocks jump over it"],
    ["XNYS", "2024-11-03", "01:30", "is shown twice by the clocks"],
    ["XASX", "2024-10-06", "02:15", "does not exist: the clocks jump over it"],
  ])("%s on %s at %s: one line", async (mic, date, open, why) => {
    const special = [{ reason: "Night", dates: date, hours: { open, close: "10:00" } }];
    const zone = { XNYS: "America/New_York", XASX: "Australia/Sydney" }[mic];
    await expect(sessions({ special }, mic, 2024)).rejects.toMatchObject({
      code: "CALENDAR_INVALID",
      message: expect.stringMatching(
        `^calendar: ${date} ${open} in ${zone} ${why}; give another time \\(.*patch.json\\)$`,
      ),
    });
  });
});
