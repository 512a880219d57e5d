/** `tapefold help CODE`: what the code of an error or of a refused event means. */
import { refusalMeanings } from "@tapefold/projections";
import { usageError } from "../show/error-line.ts";
import { errorMeanings, type Meaning } from "../show/error-meanings.ts";

/** @throws MarketError `USAGE` for a code of neither kind. */
export function meaningOf(code: string): string {
  const meanings: Readonly<Record<string, Meaning>> = { ...refusalMeanings, ...errorMeanings };
  const meaning = Object.hasOwn(meanings, code) ? meanings[code] : undefined;
  if (meaning === undefined)
    throw usageError(`there is no command and no code ${code}; tapefold help lists the commands`, code);
  return `${code}: ${meaning.means}\n${meaning.remedy}\n`;
}
