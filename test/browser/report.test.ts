/** Reports opened from disk in Chromium: nothing is fetched, nothing is refused, everybody can read them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fileURLToPath } from "node:url";
import { generateTape, historyReport, openTape, sessionReport, writeTape } from "@tapefold/replay";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumNote, executablePath, launch } from "./chromium.ts";

const golden = fileURLToPath(new URL("../sessions/golden.jsonl", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } } as const;
const SHOWN = (["light", "dark"] as const).flatMap((colorScheme) =>
  (["desktop", "phone"] as const).map((size) => ({ colorScheme, size })),
);

// Without a browser there is nothing to open a page with.
describe.skipIf(executablePath === undefined)(`reports in a browser${chromiumNote}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "tapefold-browser-"));
  const pages = new Map<string, string>();
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
    const options = { asOf: { instant: Infinity }, colours: "west" } as const;
    const keep = (name: string, html: string): void => {
      writeFileSync(join(folder, `${name}.html`), html);
      pages.set(name, pathToFileURL(join(folder, `${name}.html`)).href);
    };
    keep("session", (await sessionReport(openTape(golden), options)).html);
    const history = { ...options, sessions: 20, instrument: "N225" };
    keep("history", (await historyReport(openTape(golden), history)).html);
    const made = join(folder, "made.jsonl");
    await writeTape(made, generateTape({ seed: 7, instruments: 40, ticks: 20_000 }));
    keep("made", (await sessionReport(openTape(made), options)).html);
    const hostile = readFileSync(golden, "utf8").replaceAll(
      /"name":"[^"]*"/g,
      `"name":${JSON.stringify("</title></svg><img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>\u202e")}`,
    );
    writeFileSync(join(folder, "hostile.jsonl"), hostile);
    keep("hostile", (await sessionReport(openTape(join(folder, "hostile.jsonl")), options)).html);
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page, and tells all that it said or asked for. */
  async function open(
    name: string,
    { colorScheme, size }: (typeof SHOWN)[number] = { colorScheme: "light", size: "desktop" },
  ): Promise<{ page: Page; heard: string[] }> {
    const page = await browser.newPage({ colorScheme, viewport: SIZES[size] });
    const heard: string[] = [];
    const url = pages.get(name) ?? "";
    page.on("console", (message) => heard.push(message.text()));
    page.on("pageerror", (error) => heard.push(String(error)));
    page.on("request", (request) => request.url() !== url && heard.push(request.url()));
    await page.goto(url);
    return { page, heard };
  }

  test.each(["session", "history", "made", "hostile"])(
    "%s: asks for nothing, and nothing is refused",
    async (name) => {
      const { page, heard } = await open(name);
      expect(heard).toEqual([]);
      expect(await page.title()).not.toBe("owned");
      expect(await page.locator("script, img, iframe").count()).toBe(0);
      await page.close();
    },
  );

  test.each(SHOWN)("axe finds nothing: $colorScheme, $size", async (shown) => {
    for (const name of ["session", "history", "made"]) {
      const { page } = await open(name, shown);
      await page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))");
      await page.evaluate(axe);
      const found = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as {
        violations: { id: string; impact: string; nodes: { html: string }[] }[];
      };
      expect(found.violations.map(({ id, impact, nodes }) => [name, id, impact, nodes[0]?.html])).toEqual([]);
      await page.close();
    }
  });

  test.each(SHOWN)("nothing is wider than the page: $colorScheme, $size", async (shown) => {
    for (const name of pages.keys()) {
      const { page } = await open(name, shown);
      const width = await page.evaluate("document.documentElement.scrollWidth");
      expect([name, width]).toEqual([name, SIZES[shown.size].width]);
      await page.close();
    }
  });

  test("a sentence leads to what it goes back to, and on to an event", async () => {
    const { page } = await open("session");
    await page.locator(".words a", { hasText: "record close, the second in a row" }).first().click();
    const row = page.locator("tr:target");
    expect(await row.innerText()).toContain("That is its record close");
    await row.locator("td.text a").last().click();
    expect(await page.locator("tr:target").innerText()).toContain("SessionClosed");
    await page.close();
  });

  test("on paper: A4 pages, two charts beside each other, no table folded away", async () => {
    const { page } = await open("session");
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 688, height: 1000 });
    const boxes = await page
      .locator("[data-instrument]")
      .evaluateAll((cards) =>
        cards.slice(0, 2).map((card) => (card as unknown as { offsetTop: number }).offsetTop),
      );
    expect(boxes[0]).toBe(boxes[1]);
    expect(await page.locator("details").first().isVisible()).toBe(false);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.toString("latin1")).toMatch(/\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/);
    await page.close();
  });
});
