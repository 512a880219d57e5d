/** The session player in Chromium: it shows what the command line prints, at any place, and lets nobody else in. */
import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { marketState } from "@tapefold/projections";
import { foldTape, generateTape, openTape, writeTape } from "@tapefold/replay";
import { loadPlayer, servePlayer } from "@tapefold/replay/player";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumNote, executablePath, launch } from "./chromium.ts";

const golden = fileURLToPath(new URL("../sessions/golden.jsonl", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SIZES = { desktop: { width: 1440, height: 860 }, phone: { width: 390, height: 844 } } as const;
const HOSTILE =
  "</title><img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>\u202e\u200b\u0007";

// Without a browser there is nothing to open the page with.
describe.skipIf(executablePath === undefined)(`the player in a browser${chromiumNote}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "tapefold-player-"));
  const servers: { close(): Promise<void> }[] = [];
  let browser: Browser;
  let url = "";

  beforeAll(async () => {
    browser = await launch();
    url = await serve(golden);
  });

  afterAll(async () => {
    await browser?.close();
    await Promise.all(servers.map((server) => server.close()));
    rmSync(folder, { recursive: true, force: true });
  });

  async function serve(tape: string | undefined, options = {}): Promise<string> {
    const server = await servePlayer(await loadPlayer(tape, options));
    servers.push(server);
    return server.url;
  }

  /** A page, with everything that it complained of. */
  async function open(
    address: string,
    shown: { colorScheme?: "light" | "dark"; size?: keyof typeof SIZES } = {},
  ): Promise<{ page: Page; heard: string[] }> {
    const { colorScheme = "light", size = "desktop" } = shown;
    const page = await browser.newPage({ colorScheme, viewport: SIZES[size] });
    const heard: string[] = [];
    page.on("console", (message) => heard.push(message.text()));
    page.on("pageerror", (error) => heard.push(String(error)));
    await page.goto(address);
    return { page, heard };
  }

  const position = (page: Page): Promise<string | null> =>
    page.locator("[data-position]").first().getAttribute("data-position");
  const reached = (page: Page, at: number): Promise<void> =>
    expect.poll(() => position(page), { timeout: 20_000 }).toBe(String(at));
  const digest = async (page: Page): Promise<string> => {
    await expect
      .poll(() => page.locator("[data-digest]").getAttribute("data-digest"), { timeout: 20_000 })
      .toMatch(/^[0-9a-f]{64}$/);
    return (await page.locator("[data-digest]").getAttribute("data-digest")) ?? "";
  };
  const goTo = async (page: Page, place: string): Promise<void> => {
    await page.fill("#go-to", place);
    await page.press("#go-to", "Enter");
  };
  /** Level and change of each row. */
  const figures = (page: Page): Promise<Record<string, (string | null)[]>> =>
    page.locator("tr[data-instrument]").evaluateAll((rows) =>
      Object.fromEntries(
        (
          rows as unknown as {
            dataset: { instrument: string };
            querySelectorAll(of: string): Iterable<{ dataset: { value: string } }>;
          }[]
        ).map((row) => [
          row.dataset.instrument,
          [...row.querySelectorAll("td .why[data-value]")].map(({ dataset }) => dataset.value).slice(0, 2),
        ]),
      ),
    );
  const stateAt = async (
    asOf: { position: number } | { instant: number },
    without: ReadonlySet<number> = new Set(),
  ) => {
    const log = openTape(golden);
    const { state } = await foldTape(
      without.size === 0
        ? log
        : {
            name: "without",
            sparse: { head: 279 },
            async *read(options) {
              for await (const batch of log.read(options))
                yield batch.filter((one) => !without.has(one.position));
            },
          },
      { asOf },
    );
    return marketState(state);
  };

  test("plays to the end, and nothing is refused or complained of", async () => {
    const { page, heard } = await open(url);
    await page.selectOption(".transport select", "max");
    await page.click("#play");
    await reached(page, 279);
    expect(await page.locator("#play").innerText()).toBe("play");
    expect(await digest(page)).toBe((await stateAt({ position: 279 })).digest);
    expect(heard).toEqual([]);
    await page.close();
  });

  test("back at an instant, the figures are those of replay --json --at, all twelve indices", async () => {
    const { page } = await open(`${url}&p=279`);
    await reached(page, 279);
    await goTo(page, "2026-02-10T04:30:00Z");
    await reached(page, 242);
    const { instruments, digest: expected } = await stateAt({ instant: Date.UTC(2026, 1, 10, 4, 30) * 1000 });
    const shown = await figures(page);
    const indices = Object.entries(instruments).filter(([, { kind }]) => kind === "index");
    expect(indices).toHaveLength(12);
    for (const [id, { last, close, changePct }] of indices)
      expect([id, shown[id]]).toEqual([id, [close ?? last, changePct]]);
    expect(await page.locator('tr[data-instrument="N225"] td').first().innerText()).toContain("57,885.77");
    expect(await digest(page)).toBe(expected);
    await page.close();
  });

  test("a step on and a step back come to the same page", async () => {
    const { page } = await open(`${url}&p=235`);
    await reached(page, 235);
    await digest(page);
    const board = page.locator(".board");
    const before = await board.innerText();
    await page.keyboard.press("ArrowRight");
    await reached(page, 236);
    expect(await board.innerText()).not.toBe(before);
    await page.keyboard.press("ArrowLeft");
    await reached(page, 235);
    expect(await board.innerText()).toBe(before);
    await page.close();
  });

  test("dragging the slider moves the tape", async () => {
    const { page } = await open(`${url}&p=10`);
    await reached(page, 10);
    await page.locator("#scrubber").fill("200");
    await reached(page, 200);
    await page.locator("#scrubber").focus();
    await page.keyboard.press("Home");
    await reached(page, 0);
    expect(await page.locator(".board").innerText()).toContain("No instrument is listed yet.");
    await page.close();
  });

  test("an event left out shows both values, and taken in again neither", async () => {
    const { page } = await open(`${url}&i=N225&p=242`);
    await reached(page, 242);
    await page.locator('.event-line[data-position="236"] input').first().uncheck();
    const row = page.locator('tr[data-instrument="N225"]');
    const { instruments } = await stateAt({ position: 242 }, new Set([236]));
    const would = instruments["N225"]?.last ?? "";
    await expect.poll(() => row.innerText()).toContain("without: 57,883.76");
    expect(would).toBe("57883.76");
    expect(await row.innerText()).toContain("57,885.77");
    expect(await page.locator(".mode").innerText()).toBe("WHAT-IF");
    await page.keyboard.press("W");
    await expect.poll(() => row.innerText()).not.toContain("without");
    await page.close();
  });

  test("a value leads to its events, an event to its place, and Escape back to the value", async () => {
    const { page } = await open(`${url}&i=N225&p=242`);
    await reached(page, 242);
    const value = page.locator('tr[data-instrument="N225"] [data-field="instruments.N225.last"]');
    await value.focus();
    await page.keyboard.press("Enter");
    const causes = page.locator("[aria-labelledby=why-title]");
    await expect.poll(() => causes.innerText()).toContain("#236");
    await causes.getByText("and behind that").click();
    await expect.poll(() => causes.locator(".causes .causes .event-line").count()).toBeGreaterThan(3);
    await page.keyboard.press("Escape");
    expect(await page.evaluate("document.activeElement.dataset.field")).toBe("instruments.N225.last");
    await value.click();
    await causes.locator('.event-line[data-position="236"] button').first().click();
    await reached(page, 236);
    await page.close();
  });

  test("a reload keeps place, instrument and what is left out", async () => {
    const { page } = await open(`${url}&i=KS11&p=242`);
    await reached(page, 242);
    await page.keyboard.press("ArrowLeft");
    await reached(page, 241);
    await page.keyboard.press("w");
    await expect.poll(() => page.locator(".mode").innerText()).toBe("WHAT-IF");
    await expect.poll(() => page.url()).toContain("p=241");
    await page.reload();
    await reached(page, 241);
    await expect.poll(() => page.locator("tr.selected").getAttribute("data-instrument")).toBe("KS11");
    await expect.poll(() => page.locator(".mode").innerText()).toBe("WHAT-IF");
    await page.close();
  });

  test("a link names any instrument, percent-encoded", async () => {
    const named = join(folder, "named.jsonl");
    const lines = readFileSync(golden, "utf8").replaceAll(
      /"9984"(?=:)|(?<="instrument":)"9984"/g,
      '"M&M/B+"',
    );
    writeFileSync(named, lines);
    const { page } = await open(`${await serve(named)}&i=M%26M%2FB%2B&p=242`);
    await reached(page, 242);
    await expect.poll(() => page.locator("tr.selected").getAttribute("data-instrument")).toBe("M&M/B+");
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => page.url()).not.toContain("i=M%26M");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => page.url()).toContain("i=M%26M%2FB%2B&");
    await page.goBack();
    await page.goForward();
    await expect.poll(() => page.locator("tr.selected").getAttribute("data-instrument")).toBe("M&M/B+");
    await page.close();
  });

  test("every key does what the list of keys says", async () => {
    const { page } = await open(`${url}&i=N225&p=100`);
    await reached(page, 100);
    await page.keyboard.press("?");
    await expect.poll(() => page.locator("dialog").isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator("dialog").isVisible()).toBe(false);
    await page.keyboard.press("End");
    await reached(page, 279);
    await page.keyboard.press("Home");
    await reached(page, 0);
    await page.keyboard.press(".");
    await expect.poll(() => position(page)).not.toBe("0");
    await page.keyboard.press(",");
    await reached(page, 0);
    await page.keyboard.press("g");
    await page.keyboard.type("200");
    await page.keyboard.press("Enter");
    await reached(page, 200);
    await page.keyboard.press("]");
    await expect.poll(() => page.locator(".transport select").inputValue()).toBe("300");
    await page.keyboard.press("[");
    await expect.poll(() => page.locator(".transport select").inputValue()).toBe("60");
    await page.keyboard.press("c");
    await expect.poll(() => page.locator("html").getAttribute("data-colours")).toBe("east");
    await page.keyboard.press("Space");
    await expect.poll(() => page.locator("#play").innerText()).toBe("pause");
    await page.keyboard.press("k");
    await expect.poll(() => page.locator("#play").innerText()).toBe("play");
    await page.close();
  });

  test("what is appended is seen by who follows, and moves nobody else", async () => {
    const tape = join(folder, "live.jsonl");
    copyFileSync(golden, tape);
    const live = await serve(tape, { follow: true });
    const [{ page: follower }, { page: other }] = [await open(live), await open(`${live}&p=100`)];
    await follower.getByText("follow live").click();
    await reached(follower, 279);
    await reached(other, 100);
    appendFileSync(
      tape,
      `${JSON.stringify({ id: "appended", type: "SessionOpened", at: "2026-02-11T00:00:00Z", mic: "XASX", date: "2026-02-11" })}\n`,
    );
    await expect.poll(() => position(follower)).toBe("280");
    await expect.poll(() => other.locator("header").innerText()).toContain("of 280");
    expect(await position(other)).toBe("100");
    await Promise.all([follower.close(), other.close()]);
  });

  test("the wrong token, or none, shows nothing", async () => {
    for (const address of [url.replace(/#.*/, ""), url.replace(/t=.*/, "t=guessed")]) {
      const { page } = await open(address);
      await page.getByText("no right token").waitFor();
      expect(await page.locator("tr[data-instrument]").count()).toBe(0);
      await page.close();
    }
  });

  test("a page of another origin reaches neither page nor socket; a foreign host is refused", async () => {
    const stranger = createServer((_, response) =>
      response.setHeader("Content-Type", "text/html").end("<p>stranger</p>"),
    );
    await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    const { port } = stranger.address() as AddressInfo;
    const { page } = await open(`http://127.0.0.1:${port}/`);
    const { host } = new URL(url);
    const outcome = await page.evaluate(`(async () => {
      const fetched = await fetch("http://${host}/").then(() => "read", () => "refused");
      const socket = await new Promise((resolve) => {
        const opened = new WebSocket("ws://${host}/socket");
        opened.onopen = () => resolve("open");
        opened.onerror = () => resolve("refused");
      });
      return [fetched, socket];
    })()`);
    expect(outcome).toEqual(["refused", "refused"]);
    const named = url.replace("127.0.0.1", "tapefold.localhost");
    const answers: number[] = [];
    page.on("response", (answer) => answers.push(answer.status()));
    await expect(page.goto(named)).rejects.toThrow("HTTP_RESPONSE_CODE_FAILURE");
    expect(answers).toEqual([421]);
    await page.close();
    stranger.close();
  });

  test.each([
    ["light", "desktop"],
    ["dark", "phone"],
  ] as const)(
    "axe finds nothing serious, and nothing is wider than the page: %s, %s",
    async (colorScheme, size) => {
      const { page } = await open(`${url}&i=N225&p=242&w=236`, { colorScheme, size });
      await reached(page, 242);
      await page.locator('.now [data-field="instruments.N225.last"]').click();
      await page.locator(".causes").first().waitFor();
      await page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))");
      await page.evaluate(axe);
      const found = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as {
        violations: { id: string; impact: string; nodes: { html: string }[] }[];
      };
      expect(found.violations.map(({ id, impact, nodes }) => [id, impact, nodes[0]?.html])).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(SIZES[size].width);
      await page.close();
    },
  );

  test("hostile names are text, and what is invisible in them is spelt out", async () => {
    const hostile = join(folder, "hostile.jsonl");
    writeFileSync(
      hostile,
      readFileSync(golden, "utf8").replaceAll(
        /"(name|region)":"[^"]*"/g,
        (_, field) => `"${field}":${JSON.stringify(HOSTILE)}`,
      ),
    );
    const { page, heard } = await open(`${await serve(hostile)}&i=N225&p=242`);
    await reached(page, 242);
    expect(await page.title()).toBe("tapefold player");
    expect(await page.locator("img, script:not([src]), iframe").count()).toBe(0);
    const text = await page.locator("body").innerText();
    for (const spelt of ["</title><img", "\\u202e", "\\u200b", "\\u0007"]) expect(text).toContain(spelt);
    for (const invisible of ["\u202e", "\u200b", "\u0007"]) expect(text).not.toContain(invisible);
    expect(heard).toEqual([]);
    await page.close();
  });

  test("a tape that is dropped on the page is folded in it, to the digest of Node", async () => {
    const tape = join(folder, "made.jsonl");
    await writeTape(tape, generateTape({ seed: 5, instruments: 20, ticks: 3_000 }));
    const { state } = await foldTape(openTape(tape));
    const { page, heard } = await open(await serve(undefined, { static: true }));
    await page.setInputFiles("input[type=file]", tape);
    await page.locator("#scrubber").waitFor();
    await page.keyboard.press("End");
    await reached(page, state.position);
    expect(await digest(page)).toBe(state.digest);
    expect(heard).toEqual([]);
    await page.close();
  });

  test("an empty file that is dropped is told, and another one may follow", async () => {
    const { page } = await open(await serve(undefined, { static: true }));
    await page.setInputFiles("input[type=file]", {
      name: "empty.jsonl",
      mimeType: "text/plain",
      buffer: Buffer.from(""),
    });
    await expect.poll(() => page.locator(".fault").innerText()).toContain("empty.jsonl holds no event");
    await page.setInputFiles("input[type=file]", golden);
    await page.locator("#scrubber").waitFor();
    await page.close();
  });

  test("a tape that is given to --static is handed to the page; a bad line is told", async () => {
    const torn = join(folder, "torn.jsonl");
    writeFileSync(torn, `${readFileSync(golden, "utf8").split("\n").slice(0, 242).join("\n")}\n{"id":1}\n`);
    for (const [tape, at] of [
      [golden, 279],
      [torn, 242],
    ] as const) {
      const { page } = await open(await serve(tape, { static: true }));
      await page.locator("#scrubber").waitFor();
      await page.keyboard.press("End");
      await reached(page, at);
      expect(await digest(page)).toBe((await stateAt({ position: at })).digest);
      await page.close();
    }
    for (const options of [{}, { static: true }]) {
      const { page } = await open(await serve(torn, options));
      await expect.poll(() => page.locator(".fault").innerText()).toMatch(/243/);
      await page.close();
    }
  });

  test.each([
    ["an empty tape", ""],
    ["a tape without a session", readFileSync(golden, "utf8").split("\n").slice(0, 12).join("\n")],
  ])("%s has a page that makes sense", async (name, lines) => {
    const tape = join(folder, `${name}.jsonl`);
    writeFileSync(tape, lines === "" ? "" : `${lines}\n`);
    const { page, heard } = await open(await serve(tape));
    await page.locator(".board").waitFor();
    expect(await page.locator("main").innerText()).toMatch(/No instrument|No price|nothing to draw/);
    expect(heard).toEqual([]);
    await page.close();
  });

  test("a tape of one instrument has its row and its chart", async () => {
    const tape = join(folder, "one.jsonl");
    await writeTape(tape, generateTape({ seed: 3, instruments: 1, ticks: 400 }));
    const { page, heard } = await open(await serve(tape));
    await page.locator("tr[data-instrument]").waitFor();
    await page.keyboard.press("End");
    await page.locator("[data-chart=session] .canvas").waitFor();
    expect(await page.locator("tr[data-instrument]").count()).toBe(1);
    expect(heard).toEqual([]);
    await page.close();
  });

  test("two thousand instruments come a page at a time, and any is found", async () => {
    const tape = join(folder, "many.jsonl");
    await writeTape(tape, generateTape({ seed: 3, instruments: 2_000, ticks: 6_000 }));
    const { page, heard } = await open(await serve(tape));
    await page.locator("tr[data-instrument]").first().waitFor();
    expect(await page.locator("tr[data-instrument]").count()).toBe(40);
    expect(await page.locator(".pages").innerText()).toContain("of 2000");
    await page.keyboard.press("/");
    await page.keyboard.type("XTKS:S77");
    await expect
      .poll(() => page.locator("tr[data-instrument]").first().getAttribute("data-instrument"))
      .toContain("XTKS:S77");
    expect(heard).toEqual([]);
    await page.close();
  });
});
