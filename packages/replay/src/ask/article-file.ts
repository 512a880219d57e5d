/** An article, read as text. */
import { MarketError } from "@tapefold/core";
import { readText } from "../disk/text-file.ts";

/**
 * The text of an article.
 *
 * @throws MarketError `ARTICLE_INVALID` if it can't be read or is not UTF-8.
 */
export async function readArticle(path: string): Promise<string> {
  return readText(
    path,
    (problem, cause) => new MarketError("ARTICLE_INVALID", `${problem} (${path})`, { log: path }, cause),
  );
}
