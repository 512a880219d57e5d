/**
 * The wrap as text, and as Markdown. Names on a tape are free text and mean nothing to a reader's program in
 * either.
 */
import type { Statement } from "@tapefold/projections";

/** Greatest width of the text in columns. */
const COLUMNS = 88;

/** Paragraphs of plain text. `escape` makes control characters visible. */
export function wrapText(
  title: string,
  said: readonly Statement[],
  escape: (text: string) => string,
): string {
  const paragraphs = paragraphsOf(said).map((sentences) => filled(escape(sentences.join(" "))));
  return `${[escape(title), ...paragraphs].join("\n\n")}\n`;
}

/** Paragraphs of Markdown, in which no name is markup. */
export function wrapMarkdown(
  title: string,
  said: readonly Statement[],
  escape: (text: string) => string,
): string {
  const plain = (text: string): string =>
    escape(text).replaceAll(/[\\`*_[\]<>#|~&!]/g, (char) => `\\${char}`);
  const paragraphs = paragraphsOf(said).map((sentences) => plain(sentences.join(" ")));
  return `${[`# ${plain(title)}`, ...paragraphs].join("\n\n")}\n`;
}

function paragraphsOf(said: readonly Statement[]): readonly (readonly string[])[] {
  const paragraphs = new Map<string, string[]>();
  for (const { paragraph, text } of said) {
    const sentences = paragraphs.get(paragraph) ?? [];
    paragraphs.set(paragraph, [...sentences, text]);
  }
  return [...paragraphs.values()];
}

/** The text in lines of at most `COLUMNS`; a sign and its unit stay together. */
function filled(text: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.replaceAll(" %", "\u{a0}%").split(" ")) {
    if (line !== "" && line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n").replaceAll("\u{a0}%", " %");
}
