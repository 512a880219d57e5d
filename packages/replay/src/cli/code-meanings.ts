/** `tapefold help CODE`: the meaning of the code of an error, of a refused event or of a row that import leaves out. */
import { refusalMeanings } from "@tapefold/projections";
import { rejectCodes } from "../import/read/reading.ts";
import { usageError } from "../show/error-line.ts";
import { errorMeanings, type Meaning } from "../show/error-meanings.ts";

const meanings: Readonly<Record<string, Meaning>> = { ...refusalMeanings, ...errorMeanings };

/** @throws MarketError `USAGE` for an unknown code. */
export function meaningOf(code: string): string {
  const known = [meanings, rejectCodes].some((codes) => Object.hasOwn(codes, code));
  if (!known) {
    const message = `there is no command and no code ${code}; tapefold help lists the commands, tapefold help codes the codes`;
    throw usageError(message, code);
  }
  return [textOf(meanings, code), rowText(code)].filter((text) => text !== "").join("\n");
}

/** Every code with its meaning, in three groups. */
export function allMeanings(): string {
  const groups: readonly [title: string, texts: readonly string[]][] = [
    ["Codes of refused events", Object.keys(refusalMeanings).map((code) => textOf(refusalMeanings, code))],
    ["Codes of rows that import leaves out", Object.keys(rejectCodes).map(rowText)],
    ["Codes of errors", Object.keys(errorMeanings).map((code) => textOf(errorMeanings, code))],
  ];
  return groups.map(([title, texts]) => `${title}\n\n${texts.join("\n")}`).join("\n");
}

function textOf(among: Readonly<Record<string, Meaning>>, code: string): string {
  const meaning = Object.hasOwn(among, code) ? among[code] : undefined;
  return meaning === undefined ? "" : `${code}: ${meaning.means}\n${meaning.remedy}\n`;
}

function rowText(code: string): string {
  const words = Object.hasOwn(rejectCodes, code) ? rejectCodes[code as keyof typeof rejectCodes] : undefined;
  return words === undefined ? "" : `${code} (a row of import): ${words}\n`;
}
