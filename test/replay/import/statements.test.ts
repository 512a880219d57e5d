/** Changes by statements are told against what stood before them, in whatever order and files their rows come. */
import fc from "fast-check";
import type { MarketEvent } from "@tapefold/core";
import { describe, expect, test } from "vitest";
import { runs } from "../../runs.ts";
import { run } from "../cli/run-command.ts";
import { tapeFolder } from "../tape-folder.ts";
import { fileOf, importPaths, importText, told } from "./import-text.ts";

const folder = tapeFolder();
const options = { instrument: undefined } as object;
const HEADER =
  "DisclosedDate,DisclosedTime,LocalCode,TypeOfDocument,CurrentFiscalYearEndDate,NextFiscalYearEndDate,ForecastNetSales,ForecastProfit,NextYearForecastNetSales,NextYearForecastProfit\n";
const V2 =
  "DiscDate,DiscTime,Code,DiscNo,DocType,CurPerType,CurFYEn,NxtFYEn,FSales,FOP,FOdP,FNP,FEPS,FDivAnn,NxFSales,NxFNp\n";

type Guidance = Extract<MarketEvent, { type: "GuidanceRevised" }>;

function guidance(events: readonly MarketEvent[]): Guidance[] {
  return events.filter((event) => event.type === "GuidanceRevised");
}

/** `2026-03-31 netSales null>5` of each item. */
function changes(events: readonly MarketEvent[]): string[] {
  return guidance(events).flatMap(({ fiscalYearEnd, items }) =>
    items.map(
      ({ metric, previous, revised }) => `${fiscalYearEnd} ${metric} ${String(previous)}>${String(revised)}`,
    ),
  );
}

test("the same files in any order, cut in any way, give one tape", async () => {
  const kinds = ["1QFinancialStatements_Consolidated_IFRS", "EarnForecastRevision"];
  const row = fc.tuple(
    fc.nat(3),
    fc.nat(1),
    fc.constantFrom("94340", "72030"),
    fc.integer({ min: 1, max: 9 }),
  );
  const rows = fc.uniqueArray(row, { minLength: 1, maxLength: 10, selector: String });
  await fc.assert(
    fc.asyncProperty(rows, fc.infiniteStream(fc.nat(2)), fc.nat(), async (statements, parts, seed) => {
      const lines = statements.map(
        ([day, kind, code, sales]) =>
          `2025-0${day + 5}-08,15:30:00,${code},${kinds[kind]},2026-03-31,,${sales},,,\n`,
      );
      const whole = await importText("jquants", HEADER + lines.join(""), options).catch(() => undefined);
      const files = ["", "", ""];
      const shuffled = lines.toSorted(
        (a, b) => ((a + seed).length % 3) - ((b + seed).length % 3) || (a < b ? 1 : -1),
      );
      for (const line of shuffled) files[parts.next().value]! += line;
      const paths = await Promise.all(
        files.filter((each) => each !== "").map((each, index) => fileOf(HEADER + each, `${index}.csv`)),
      );
      const cut = await importPaths("jquants", paths, options).catch(() => undefined);
      expect(cut?.events).toEqual(whole?.events);
      expect(cut?.summary.taken).toBe(whole?.summary.taken);
    }),
    { numRuns: runs(100) },
  );
});

describe("the forecast before", () => {
  test.each([
    ["the next year's, by its own end", "2025-03-31,2026-03-31", "2026-03-31"],
    ["the next year's, a year later", "2025-03-31,", "2026-03-31"],
    ["the next year's, to the end of February", "2023-02-28,", "2024-02-29"],
  ])("is %s", async (_, years, revisedYear) => {
    const rows = [
      `2025-05-08,15:30:00,94340,FYFinancialStatements_Consolidated_IFRS,${years},,,6700,540\n`,
      `2025-06-20,16:00:00,94340,EarnForecastRevision,${revisedYear},,6800,541,,\n`,
    ];
    const { events, summary } = await importText("jquants", HEADER + rows.join(""), options);
    expect(changes(events)).toEqual([
      `${revisedYear} netSales 6700>6800`,
      `${revisedYear} netProfitAttributable 540>541`,
    ]);
    expect(summary).toMatchObject({ rows: 2, taken: 1, skipped: 1 });
  });

  test("may change with results alone, which then are a revision", async () => {
    const results = (date: string, sales: string): string =>
      `${date},15:30:00,94340,3QFinancialStatements_Consolidated_IFRS,2026-03-31,,${sales},,,\n`;
    const rows = [
      results("2025-08-08", "6700"),
      results("2025-11-08", "6700.0"),
      results("2026-02-09", "6950"),
      "2026-02-20,15:30:00,94340,EarnForecastRevision,2026-03-31,,7000,,,\n",
    ];
    for (const content of [rows, rows.toReversed()]) {
      const { events, summary } = await importText("jquants", HEADER + content.join(""), options);
      expect(changes(events)).toEqual(["2026-03-31 netSales 6700.0>6950", "2026-03-31 netSales 6950>7000"]);
      expect(summary).toMatchObject({ taken: 2, skipped: 2 });
    }
    // Results that come late change nothing of what stands.
    const tape = folder.path("late.jsonl");
    const late = [rows[0]!, rows[3]!, rows[1]!, rows[2]!.replace("2026-02-09", "2026-03-09")];
    for (const [index, row] of late.entries())
      await run([
        "import",
        folder.write(`late-${index}.csv`, HEADER + row),
        "--profile",
        "jquants",
        "--mic",
        "XTKS",
        "--into",
        tape,
      ]);
    const { guidance } = JSON.parse((await run(["replay", tape, "--json"])).out) as {
      guidance: { items: object[] }[];
    };
    expect(guidance.map(({ items: [item] }) => item)).toMatchObject([
      { previous: null, revised: "7000" },
      { previous: "7000", revised: "6950" },
    ]);
  });

  test("is not the one of the same instant: results have it already", async () => {
    const rows = ["1QFinancialStatements_Consolidated_JP", "EarnForecastRevision"].map(
      (kind, index) => `2025-08-08,15:30:00,94340,${kind},2026-03-31,,${index === 0 ? 7 : 7},,,\n`,
    );
    const first = "2025-05-08,15:30:00,94340,FYFinancialStatements_Consolidated_JP,2025-03-31,,,,6,\n";
    for (const content of [first + rows.join(""), first + rows.toReversed().join("")])
      expect(changes((await importText("jquants", HEADER + content, options)).events)).toEqual([
        "2026-03-31 netSales 6>7",
      ]);
  });

  test("is that of the tape which is gone on with", async () => {
    const tape = folder.path("statements.jsonl");
    const days = [
      "2025-08-08,15:30:00,94340,EarnForecastRevision,2026-03-31,,6,,,\n",
      "2025-11-08,15:30:00,94340,EarnForecastRevision,2026-03-31,,7,,,\n",
    ];
    for (const [index, day] of [days[0]!, days.join(""), days[1]!].entries()) {
      const file = folder.write(`day-${index}.csv`, HEADER + day);
      const args = ["--profile", "jquants", "--mic", "XTKS", "--into", tape, "--json"];
      expect(await run(["import", file, ...args])).toMatchObject({ code: 0, err: "" });
    }
    const { out } = await run(["replay", tape, "--json"]);
    const shown = JSON.parse(out) as { guidance: { items: { previous: string; revised: string }[] }[] };
    expect(shown.guidance.map(({ items: [item] }) => [item?.previous, item?.revised])).toEqual([
      [null, "6"],
      ["6", "7"],
    ]);
  });

  test("is missed and told, and results that revise nothing add nothing", async () => {
    const results = "2025-08-08,15:30:00,94340,1QFinancialStatements_Consolidated_JP,2026-03-31,,6,,,\n";
    const revision = "2025-11-08,15:30:00,94340,EarnForecastRevision,2026-03-31,,7,,,\n";
    const alone = await importText("jquants", HEADER + revision, options);
    expect(alone.summary.quirks.unfoundedForecasts).toBe(1);
    const together = await importText("jquants", HEADER + results + revision, options);
    expect(together.summary.quirks.unfoundedForecasts).toBe(0);
    await expect(importText("jquants", HEADER + results, options)).rejects.toThrow(
      "no row was taken: 1 skipped, which say nothing a tape holds",
    );
    const tape = folder.path("results.jsonl");
    const saying = ["1 unfounded-forecasts", "0 events added"];
    for (const [index, row] of [revision, results].entries()) {
      const file = folder.write(`results-${index}.csv`, HEADER + row);
      const ran = await run(["import", file, "--profile", "jquants", "--mic", "XTKS", "--into", tape]);
      expect(ran).toMatchObject({ code: 0, err: "", out: expect.stringContaining(saying[index]!) });
    }
  });
});

test("the names of the second version", async () => {
  const rows = [
    "2025-05-08,15:30:00,94340,1,FYFinancialStatements_Consolidated_IFRS,FY,2025-03-31,2026-03-31,,,,,,,6700,540\n",
    "2025-11-05,16:00:00,94340,2,EarnForecastRevision,2Q,2026-03-31,,6800,,,541,,,,\n",
  ];
  const { events } = await importText("jquants", V2 + rows.join(""), options);
  expect(changes(events)).toEqual([
    "2026-03-31 netSales 6700>6800",
    "2026-03-31 netProfitAttributable 540>541",
  ]);
});

test.each([
  ["1QFinancialStatements_Consolidated_IFRS", "consolidated", "IFRS"],
  ["2QFinancialStatements_NonConsolidated_JP", "standalone", "JGAAP"],
  ["3QFinancialStatements_Consolidated_US", "consolidated", "USGAAP"],
  ["3QFinancialStatements_Consolidated_JMIS", "consolidated", "JGAAP"],
])("scope and standard are those of the statements: %s", async (kind, scope, standard) => {
  const rows = [
    `2025-08-05,15:30:00,94340,${kind},2026-03-31,,6,,,\n`,
    "2025-11-05,16:00:00,94340,EarnForecastRevision,2026-03-31,,7,,,\n",
  ];
  const { events } = await importText("jquants", HEADER + rows.join(""), options);
  expect(guidance(events)).toMatchObject([{ scope, standard }]);
});

test("a statement that two files tell is told once", async () => {
  const row = "2025-11-05,16:00:00,94340,EarnForecastRevision,2026-03-31,,7,,,\n";
  const paths = await Promise.all([HEADER + row, HEADER + row].map((content) => fileOf(content)));
  const { events, rejects } = await importPaths("jquants", paths, options);
  expect(guidance(events)).toHaveLength(1);
  expect(rejects).toEqual(["2 duplicate"]);
});

test.each([
  ["2025-11-05,16:00:00,94340,EarnForecastRevision,2026-03-31,soon,7,,,\n", "bad-date"],
  ["2025-11-05,16:00:00,94340,EarnForecastRevision,2026-03-31,,seven,,,\n", "bad-value"],
  ["2025-11-05,16:00:00,?,EarnForecastRevision,2026-03-31,,7,,,\n", "bad-instrument"],
])("%j is refused", async (row, code) => {
  const good = "2025-11-05,16:00:00,72030,EarnForecastRevision,2026-03-31,,7,,,\n";
  const { rejects } = await importText("jquants", HEADER + good + row, options);
  expect(rejects).toEqual([`3 ${code}`]);
});

test("statements and quotes come to one tape", async () => {
  const quotes = "Date,Code,O,H,L,C,AdjFactor\n2025-11-05,94340,1,1,1,1,1\n2025-11-06,94340,2,2,2,2,1\n";
  const paths = [
    await fileOf(`${HEADER}2025-11-05,16:00:00,94340,EarnForecastRevision,2026-03-31,,7,,,\n`, "a.csv"),
    await fileOf(quotes, "b.csv"),
  ];
  const { events } = await importPaths("jquants", paths, options);
  const types = told(events).map((line) => line.split(" ")[1]);
  expect(types.filter((type) => type !== "PriceTicked")).toEqual([
    "SessionOpened",
    "SessionClosed",
    "GuidanceRevised",
    "SessionOpened",
    "SessionClosed",
  ]);
});
