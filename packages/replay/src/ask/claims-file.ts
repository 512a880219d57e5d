/** A file of claims, read as JSON. */
import { readFile } from "node:fs/promises";
import { MarketError } from "@tapefold/core";

/**
 * The document of a claims file.
 *
 * @throws MarketError `CLAIMS_INVALID` if it can't be read or is not JSON.
 */
export async function readClaims(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "unreadable";
    throw new MarketError(
      "CLAIMS_INVALID",
      `can't be read (${code}); check the path (${path})`,
      { log: path },
      cause,
    );
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new MarketError(
      "CLAIMS_INVALID",
      `is no JSON; write {"claims": [{"id", "says", …}]} (${path})`,
      { log: path },
      cause,
    );
  }
}
