/** A file of claims, read as JSON. */
import { MarketError } from "@tapefold/core";
import { readJson } from "../disk/text-file.ts";

/**
 * The document of a claims file.
 *
 * @throws MarketError `CLAIMS_INVALID` if it can't be read or is not JSON.
 */
export async function readClaims(path: string): Promise<unknown> {
  return readJson(
    path,
    (problem, cause) => new MarketError("CLAIMS_INVALID", `${problem} (${path})`, { log: path }, cause),
  );
}
