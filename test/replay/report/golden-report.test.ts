/** The golden session's report: every chart is there with its table, and says what the state says. */
import { readFileSync } from "node:fs";
import type { MarketState } from "@tapefold/projections";
import { beforeAll, describe, expect, test } from "vitest";
import { run } from "../cli/run-command.ts";
import { goldenPath, tapeFolder } from "../tape-folder.ts";
import { type Element, parsed, sessionPage, tableOf, textOf, withCommas, withSign } from "./report-page.ts";

const folder = tapeFolder();
const out = folder.path("golden.html");
let document: Element;
let state: MarketState;

beforeAll(async () => {
  const { code, out: said } = await run(["report", goldenPath, "--out", out]);
  expect(code).toBe(0);
  expect(said).toBe(`${out}: ${Math.ceil(readFileSync(out).length / 1000)} kB\n`);
  document = parsed(readFileSync(out, "utf8"));
  state = JSON.parse((await run(["replay", goldenPath, "--json"])).out) as MarketState;
}, 60_000);

const indices = (): [string, MarketState["instruments"][string]][] =>
  Object.entries(state.instruments).filter(([, { kind }]) => kind === "index");
const card = (id: string): Element => found(`[data-instrument="${id}"]`);

function found(selector: string): Element {
  const element = document.querySelector(selector);
  expect(element, selector).not.toBeNull();
  return element as Element;
}

/** Charts of a kind, in order. */
function charts(kind: string): Element[] {
  return [...document.querySelectorAll(`[data-chart="${kind}"]`)];
}

describe("every chart is there, drawn and with its table", () => {
  test("one an index, with breaks, lines and marks", () => {
    expect(indices()).toHaveLength(12);
    for (const [id] of indices()) expectDrawn(card(id));
    const nikkei = card("N225");
    expect(textOf(nikkei.querySelector(".marks"))).toMatch(
      /▲ record high.*▲ record close.*◆ 9434 guidance: upgrade/,
    );
    const drawn = nikkei.querySelector("svg")?.outerHTML ?? "";
    expect(drawn).toContain("11:30–12:30");
    expect(drawn).toMatch(/57,337.07 day record|56,363.94 previous/);
    expect(drawn).toContain(">57,000<");
  });

  test.each([
    ["contributions", 2],
    ["sectors", 2],
    ["breadth", 2],
    ["streaks", 1],
    ["reaction", 2],
  ])("%s", (kind, count) => {
    expect(charts(kind)).toHaveLength(count);
    for (const chart of charts(kind)) expectDrawn(chart);
  });

  function expectDrawn(figure: Element): void {
    const svg = figure.querySelector("svg[role=img]");
    expect(svg?.querySelectorAll("path,rect,line")).not.toHaveLength(0);
    expect(textOf(svg?.querySelector("title") ?? null)).not.toBe("");
    expect(tableOf(figure.querySelector("details table") as Element).length).toBeGreaterThan(1);
  }
});

describe("its figures are those of replay --json", () => {
  test("levels, changes, streaks", () => {
    for (const [id, one] of indices()) {
      const price = one.close ?? one.last ?? "";
      expect(textOf(card(id).querySelector(".level")), id).toBe(withCommas(price));
      const { change, changePct } = one;
      expect(textOf(card(id).querySelector(".now")), id).toContain(withSign(change ?? ""));
      expect(textOf(card(id).querySelector(".now")), id).toContain(`(${withSign(twoDecimals(changePct))} %)`);
      const { confirmed } = one.streak;
      const words = `${(confirmed ?? 0) > 0 ? "▲" : "▼"} ${Math.abs(confirmed ?? 0)}`;
      expect(textOf(card(id).querySelector(".badges")), id).toContain(words);
    }
  });

  test("contributions, sectors and breadth, to the residual", () => {
    const derived = indices().filter(([, { index }]) => index?.mode === "derived");
    for (const [id, { index }] of derived) {
      const chart = (kind: string): Element => found(`[data-chart="${kind}"][data-of="${id}"]`);
      const { contributions = [], sectors = [], residual = "", breadth } = index ?? {};
      const rows = tableOf(chart("contributions"));
      expect(rows.map(([, points]) => points)).toEqual([
        ...contributions.map(({ points }) => withSign(points)),
        residual,
      ]);
      contributions.forEach(({ instrument }, row) => expect(rows[row]?.[0]).toContain(instrument));
      expect(tableOf(chart("sectors"))).toEqual(
        sectors.map(({ sector, points }) => [sector, withSign(points)]),
      );
      const counts = Object.values(breadth ?? {}).map(String);
      expect(tableOf(chart("breadth")).at(-1)).toEqual(["end", ...counts]);
    }
  });

  test("reactions", () => {
    const reactions = state.guidance.flatMap((said) => said.reactions);
    charts("reaction").forEach((chart, place) => {
      const { gapPct, maxUpPct, maxDownPct, lastPct, closePct } = reactions[place] ?? {};
      const told = [gapPct, maxUpPct, maxDownPct, lastPct, closePct].map(
        (value) => `${withSign(twoDecimals(value ?? null))} %`,
      );
      expect(
        tableOf(chart)
          .slice(0, 5)
          .map(([, value]) => value),
      ).toEqual(told);
    });
  });

  test("regions and what the wrap says", async () => {
    const text = textOf(document.querySelector(".regions"));
    for (const { region, word, up, down } of state.regions) {
      expect(text).toMatch(new RegExp(`${region}: [▲▼◆•] ${word} ▲ ${up} up ▼ ${down} down`));
    }
    const wrap = JSON.parse((await run(["wrap", goldenPath, "--json"])).out) as {
      statements: { text: string; causes: number[]; asOf: { position: number } }[];
    };
    const said = [...document.querySelectorAll(".words a")].map(textOf);
    expect(said).toEqual(wrap.statements.map((one) => one.text));
    for (const [place, { causes, asOf }] of wrap.statements.entries()) {
      const links = [...found(`#w${place + 1}`).querySelectorAll("a")].map((link) =>
        link.getAttribute("href"),
      );
      expect(links).toEqual([asOf.position, ...causes].map((position) => `#e${position}`));
    }
  });

  test("as of an earlier moment, in another order of colours", async () => {
    const at = { instant: Date.parse("2026-02-10T04:30:00Z") * 1000 };
    const page = await sessionPage(goldenPath, { asOf: at, colours: "kr" });
    const nikkei = page.document.querySelector('[data-instrument="N225"]');
    expect(textOf(nikkei)).toMatch(/● open 57,885.77 ▲ \+1,521.83 \(\+2.70 %\).*△ record high, provisional/);
    expect(page.document.querySelector("html")?.getAttribute("data-colours")).toBe("kr");
  });
});

test("every figure says as of when, and its links lead somewhere", () => {
  for (const figure of document.querySelectorAll("figure")) {
    expect(textOf(figure.querySelector(".asof"))).toMatch(/as of #\d+, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/);
    expect(figure.querySelectorAll('.asof a[href^="#e"]')).not.toHaveLength(0);
  }
  const ids = new Set([...document.querySelectorAll("[id]")].map(({ id }) => id));
  for (const link of document.querySelectorAll("a")) {
    const target = link.getAttribute("href") ?? "";
    expect(target).toMatch(/^#[ew]\d+$/);
    expect(ids).toContain(target.slice(1));
  }
});

test("an event's row shows the event", () => {
  const [position, , type, fields, id] = tableOf(found(".events")).find(([place]) => place === "#262") ?? [];
  expect([position, type, id]).toEqual(["#262", "SessionClosed", "xtks-0210-closed"]);
  expect(fields).toContain("mic XTKS, date 2026-02-10");
});

test("it is small", () => {
  expect(readFileSync(out).length).toBeLessThan(300_000);
});

/** Half away from zero, as everywhere. */
function twoDecimals(decimal: string | null): string {
  const [sign, digits] = (decimal ?? "").startsWith("-") ? ["-", decimal?.slice(1)] : ["", decimal];
  const [whole = "0", fraction = ""] = (digits ?? "").split(".");
  const hundredths = BigInt(whole + fraction.slice(0, 2)) + (Number(fraction[2]) >= 5 ? 1n : 0n);
  const text = String(hundredths).padStart(3, "0");
  return `${hundredths === 0n ? "" : sign}${text.slice(0, -2)}.${text.slice(-2)}`;
}
