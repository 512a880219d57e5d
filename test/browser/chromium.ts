/** The Chromium that is installed, if one is. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** `CHROMIUM` names another one. */
export const executablePath = [process.env["CHROMIUM"] ?? "", ...PLACES].find((path) => existsSync(path));

/** Added to a test's name where there is none, so that the report says why it did not run. */
export const chromiumNote =
  executablePath === undefined ? " (skipped: no Chromium; CHROMIUM can name one)" : "";

if (executablePath === undefined && process.env["CHROMIUM_REQUIRED"])
  throw new Error("there is no Chromium, and CHROMIUM_REQUIRED asks for one");

export async function launch(): Promise<Browser> {
  // Root in a container has no sandbox to go into.
  return chromium.launch({ executablePath: executablePath as string, args: ["--no-sandbox"] });
}
