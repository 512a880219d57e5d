/** The meaning of bars' times: which end they are, how long each is, whether they are whole days. */
import { describe, expect, test } from "vitest";
import { run } from "../cli/run-command.ts";
import { fileOf, importPaths, importText, type ImportTextOptions, told } from "./import-text.ts";

const HEADER = "time,open,high,low,close\n";

function bars(times: readonly string[]): string {
  return HEADER + times.map((time) => `${time},1,2,1,2\n`).join("");
}

async function taken(
  profile: string,
  content: string,
  options: ImportTextOptions = {},
): Promise<{ readonly opens: string[]; readonly rejects: string[]; readonly dates: string[] }> {
  const { events, rejects } = await importText(profile, content, { zone: "local", ...options });
  const opens = events.filter((event) => event.type === "PriceTicked" && event.id.endsWith("-open"));
  return {
    opens: told(opens).map((line) => line.slice(11, 16)),
    rejects,
    dates: events.flatMap((event) => (event.type === "SessionOpened" ? [event.date] : [])),
  };
}

describe("bars that straddle the bell", () => {
  const hours = ["08:30", "09:30", "10:30", "11:30", "12:30", "13:30", "14:30", "15:30"];
  const tokyo = bars(hours.map((hour) => `2024-03-04 ${hour}`));

  test("are refused by a code of their own", async () => {
    const { opens, rejects } = await taken("bars", tokyo);
    expect(opens).toEqual(["00:30", "01:30", "03:30", "04:30", "05:30"]);
    expect(rejects).toEqual(["2 straddles-bell", "5 at-the-bell", "9 outside-session"]);
  });

  test("count from the opening, or a break's end, on where that is wanted", async () => {
    const turned = bars(["08:30", "11:45", "12:45"].map((hour) => `2024-03-04 ${hour}`));
    const { opens, rejects } = await taken("bars", turned, { takesStraddling: true });
    expect(opens).toEqual(["00:00", "03:30", "03:45"]);
    expect(rejects).toEqual([]);
    const file = await fileOf(tokyo);
    const told = await run([
      "import",
      file,
      "--profile",
      "bars",
      "--instrument",
      "A",
      "--mic",
      "XTKS",
      "--zone",
      "local",
      "--out",
      "-",
    ]);
    expect(told.err).toContain(
      "1 straddles-bell: the bar begins before trading does and reaches into it; with --straddling",
    );
  });

  test("hourly bars of Databento, in New York", async () => {
    const rows = ["14:00", "15:00"].map(
      (hour) => `2024-03-04T${hour}:00.000000000Z,34,2,4000,100.5,105,100,101.5,9,ABC`,
    );
    const content = `ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume,symbol\n${rows.join("\n")}\n`;
    const options = { mic: "XNAS", instrument: undefined } as object;
    expect(await taken("databento-csv", content, options)).toMatchObject({
      opens: ["15:00"],
      rejects: ["2 straddles-bell"],
    });
    const all = await taken("databento-csv", content, { ...options, takesStraddling: true });
    expect(all).toMatchObject({ opens: ["14:30", "15:00"], rejects: [] });
  });
});

describe("bars stamped at their end", () => {
  const content = bars(["09:05", "09:10", "11:30", "12:35", "15:00"].map((time) => `2024-03-04 ${time}`));

  test("lie a length earlier, which shows between one and the next or is told", async () => {
    const moved = ["00:00", "00:05", "02:25", "03:30", "05:55"];
    expect(await taken("bars", content, { barsAt: "end" } as object)).toMatchObject({
      opens: moved,
      rejects: [],
    });
    const one = bars(["2024-03-04 09:05"]);
    await expect(taken("bars", one, { barsAt: "end" } as object)).rejects.toThrow(
      "give --bar-length, such as 1m",
    );
    expect(await taken("bars", one, { barsAt: "end", barLength: 300_000_000 } as object)).toMatchObject({
      opens: ["00:00"],
    });
  });

  test("taken for beginnings they say so", async () => {
    expect((await taken("bars", content)).rejects).toEqual(["4 at-the-bell", "6 at-the-bell"]);
  });

  test.each([
    ["--bars-at", "middle", "middle is neither begin nor end"],
    ["--bar-length", "1d", "1d is no length of a bar; give such as 30s, 5m or 1h"],
    ["--bar-length", "0m", "0m is no length of a bar"],
  ])("%s %s is refused", async (option, value, problem) => {
    const ran = await run([
      "import",
      "x.csv",
      "--profile",
      "bars",
      "--mic",
      "XTKS",
      "--out",
      "x",
      option,
      value,
    ]);
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining(problem) });
  });
});

describe("bars that are whole days", () => {
  const days = ["2024-03-04", "2024-03-05", "2024-03-06"];

  test.each<[string, string, readonly string[]]>([
    ["dates alone", "XTKS", days],
    ["midnight of the market", "XTKS", days.map((day) => `${day} 00:00:00`)],
    ["midnight of the market, in UTC", "XNYS", days.map((day) => `${day}T05:00:00Z`)],
    ["midnight of UTC", "XNYS", days.map((day) => `${day}T00:00:00Z`)],
    ["midnight of UTC, when Tokyo opens", "XTKS", days.map((day) => `${day}T00:00:00Z`)],
    ["the close", "XTKS", days.map((day) => `${day}T15:00:00+09:00`)],
  ])("%s (%s)", async (_, mic, times) => {
    const { events, summary } = await importText("bars", bars(times), { mic, zone: "local" });
    expect(events.flatMap((event) => (event.type === "SessionOpened" ? [event.date] : []))).toEqual(days);
    expect(events.find(({ type }) => type === "SessionClosed")).toMatchObject({ closes: { A: 2 } });
    expect(summary.notes).toEqual([expect.stringContaining("the bars are whole days")]);
  });

  test("days and prices within days are no one tape; a length that is told makes none of them days", async () => {
    const thin = await fileOf(
      bars(days.map((day, place) => `${day}T1${3 + (place % 2)}:00:00+09:00`)),
      "thin.csv",
    );
    const minutes = await fileOf(
      bars(["2024-03-04T09:00:00+09:00", "2024-03-04T09:01:00+09:00"]),
      "minutes.csv",
    );
    await expect(importPaths("bars", [thin, minutes])).rejects.toMatchObject({
      code: "IMPORT_HEADER",
      message: expect.stringMatching(
        /^has bars of whole days, and .*minutes\.csv prices within days; .*thin\.csv\)$/,
      ),
    });
    const { summary } = await importPaths("bars", [thin, minutes], { barLength: 60_000_000 });
    expect(summary).toMatchObject({ taken: 5, rejected: {} });
  });

  test("two of them stamped at their end are enough, one is not", async () => {
    const ends = days.map((day) => `${day}T15:00:00+09:00`);
    expect((await importText("bars", bars(ends.slice(0, 2)))).summary.notes).toHaveLength(1);
    await expect(importText("bars", bars(ends.slice(0, 1)))).rejects.toThrow("1 ");
  });

  test("a bar a minute is none, and one of a share that hardly trades is none", async () => {
    const minutes = bars(days.map((day) => `${day}T09:3${day.at(-1)}+09:00`).slice(0, 2));
    expect((await taken("bars", minutes)).opens).toEqual(["00:34", "00:35"]);
  });
});

test.each([
  ["ohlc", "--bars-at", "end"],
  ["yahoo", "--bar-length", "1m"],
  ["ticks", "--straddling"],
])("of %s, which has no bars of a day, %s is refused", async (profile, ...option) => {
  const argv = [
    "import",
    "any.csv",
    "--profile",
    profile,
    "--instrument",
    "A",
    "--mic",
    "XNYS",
    "--out",
    "-",
  ];
  const { code, err } = await run([...argv, ...option]);
  expect([code, err]).toEqual([
    2,
    expect.stringMatching(
      `^tapefold: USAGE: ${option[0]} is about bars of a day, and ${profile} has none; leave it out`,
    ),
  ]);
});
