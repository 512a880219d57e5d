/**
 * An article as plain text: without markup, with one sort of quotation marks, spaces and signs, cut into sentences.
 * The rules for sentences are our own, so that they are the same on every runtime: a full stop after an abbreviation or
 * an initial, or within a number, ends no sentence.
 */

export interface ArticleSentence {
  readonly text: string;
  /** Place of the sentence's first character in the text. */
  readonly start: number;
}

export interface ArticleText {
  /** The text: paragraphs are parted by line feeds, words by single spaces. */
  readonly text: string;
  readonly sentences: readonly ArticleSentence[];
  /** Stretches of quoted speech, from their opening mark to their closing one. */
  readonly quotations: readonly (readonly [start: number, end: number])[];
}

export function articleText(raw: string): ArticleText {
  const text = plainText(raw);
  const sentences: ArticleSentence[] = [];
  const quotations: [number, number][] = [];
  let start = 0;
  for (const paragraph of text.split("\n")) {
    sentences.push(...sentencesOf(paragraph, start));
    quotations.push(...quotationsOf(paragraph, start));
    start += paragraph.length + 1;
  }
  return { text, sentences, quotations };
}

/** Text of an article or of a claim's sentence, in the form in which both are compared. */
export function plainText(raw: string): string {
  const unmarked = /<\/?[a-z][^<>]*>/i.test(raw)
    ? raw.replaceAll(/<\/(?:p|div|h\d|li|tr)>|<br\s*\/?>/gi, "\n").replaceAll(/<[^<>]*>/g, "")
    : raw;
  const decoded = unmarked.replaceAll(/&(amp|lt|gt|quot|nbsp|#39|rsquo);/g, (_, name: string) => {
    return ENTITIES[name] ?? "";
  });
  const plain = decoded
    .replaceAll(/[‘’‛]/g, "'")
    .replaceAll(/[−–—]/g, "-")
    .replaceAll(/[^\S\n\r]/g, " ");
  const paragraphs = plain.split(/[\n\r]+/).map((one) => one.replaceAll(/ +/g, " ").trim());
  return paragraphs.filter((one) => one !== "").join("\n");
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  nbsp: " ",
  "#39": "'",
  rsquo: "'",
};

/** Abbreviations; a full stop after one ends no sentence. */
const ABBREVIATION =
  /(?:^|[\s("“'])(?:No|Nos|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Mr|Mrs|Ms|Dr|St|Co|Corp|Inc|Ltd|vs|approx|[A-Za-z]|(?:[A-Za-z]\.)+[A-Za-z])$/;

function sentencesOf(paragraph: string, offset: number): ArticleSentence[] {
  const sentences: ArticleSentence[] = [];
  let start = 0;
  for (const { 0: end, index } of paragraph.matchAll(/[.!?]["”'’)]*(?= |$)/g)) {
    const next = paragraph.slice(index + end.length + 1);
    const isLast = next === "";
    if (!isLast && (!/^["“'(]*[\p{Lu}\d]/u.test(next) || ABBREVIATION.test(paragraph.slice(start, index))))
      continue;
    sentences.push({ text: paragraph.slice(start, index + end.length), start: offset + start });
    start = index + end.length + 1;
  }
  if (start < paragraph.length) sentences.push({ text: paragraph.slice(start), start: offset + start });
  return sentences;
}

/** Quotations of a paragraph; one that isn't closed lasts to the paragraph's end. */
function quotationsOf(paragraph: string, offset: number): [number, number][] {
  const found: [number, number][] = [];
  for (const { 0: quoted, index } of paragraph.matchAll(/“[^”]*(?:”|$)|"[^"]*(?:"|$)/g))
    found.push([offset + index, offset + index + quoted.length]);
  return found;
}
