/** An article, read as UTF-8. */
import { readFile } from "node:fs/promises";
import { MarketError } from "@tapefold/core";

/**
 * The text of an article.
 *
 * @throws MarketError `ARTICLE_INVALID` if it can't be read or is not UTF-8.
 */
export async function readArticle(path: string): Promise<string> {
  const fault = (what: string, cause: unknown): MarketError =>
    new MarketError("ARTICLE_INVALID", `${what} (${path})`, { log: path }, cause);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "unreadable";
    throw fault(`can't be read (${code}); check the path`, cause);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw fault("is not UTF-8; save the article in that encoding", cause);
  }
}
