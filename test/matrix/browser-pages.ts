/** Pages of Chromium that fold a tape by themselves, in a time zone and a language. */
import { loadPlayer, servePlayer } from "@tapefold/replay/player";
import type { Browser } from "playwright-core";
import { launch } from "../browser/chromium.ts";
import type { Choice } from "./dimensions.ts";
import type { MatrixTape } from "./tapes.ts";

export class BrowserPages {
  #browser: Promise<Browser> | undefined;
  #server: ReturnType<typeof servePlayer> | undefined;

  /** The digest at the end of a tape that is dropped on a page. */
  async digest({ TZ = "", LANG = "", from = "" }: Choice, tape: MatrixTape): Promise<string> {
    const browser = await (this.#browser ??= launch());
    const { url } = await (this.#server ??= loadPlayer(undefined, { static: true }).then((one) =>
      servePlayer(one),
    ));
    const locale = LANG === "C" ? "en-US" : LANG.slice(0, 5).replace("_", "-");
    const context = await browser.newContext({ timezoneId: TZ, locale });
    try {
      const page = await context.newPage();
      await page.goto(url);
      await page.setInputFiles("input[type=file]", await tape.in(from));
      await page.locator("#scrubber").waitFor();
      await page.keyboard.press("End");
      const end = await page.locator("#scrubber").getAttribute("max");
      await page.locator(`[data-position="${end}"]`).first().waitFor();
      const shown = page.locator("[data-digest]:not([data-digest=''])").first();
      return (await shown.getAttribute("data-digest")) ?? "";
    } catch (error) {
      return `failed: ${String(error)}`;
    } finally {
      await context.close();
    }
  }

  async close(): Promise<void> {
    await (await this.#server)?.close();
    await (await this.#browser)?.close();
  }
}
