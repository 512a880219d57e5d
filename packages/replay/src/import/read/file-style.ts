/** How a file is written if it is not written as most are; by a mapping or options. */
import type { DateFormat } from "./date-text.ts";

/** Marks that are written in several ways: a space may be a non-breaking one, an apostrophe a curved one. */
const OTHER_MARKS: Readonly<Record<string, string>> = { " ": "[ \\u00a0\\u202f]", "'": "['\\u2019]" };

export interface FileStyle {
  /** Encoding as TextDecoder names it; absent means UTF-8, or UTF-16 with a byte order mark. */
  readonly encoding?: string;
  readonly dates?: DateFormat;
  /** Lines before the header, and rows at the end, that are not data. */
  readonly skipRows?: number;
  readonly skipFooter?: number;
  /** Only rows whose column has one of these values are read; the rest are skipped. */
  readonly only?: Readonly<Record<string, readonly string[]>>;
  /** Mark before the decimals (a point if absent), and mark between thousands. */
  readonly decimal?: string;
  readonly thousands?: string;
  /** Ids by the file's names of its instruments. */
  readonly renames?: ReadonlyMap<string, string>;
}

/** The batches without the lines at the top and the rows at the bottom that the style skips. */
export function bodyRows<T extends { readonly line: number }>(
  batches: AsyncIterable<T[]>,
  { skipRows = 0, skipFooter = 0 }: FileStyle,
): AsyncIterable<T[]> {
  return skipRows === 0 && skipFooter === 0 ? batches : inner(batches, skipRows, skipFooter);
}

async function* inner<T extends { readonly line: number }>(
  batches: AsyncIterable<T[]>,
  skipRows: number,
  skipFooter: number,
): AsyncGenerator<T[]> {
  let held: T[] = [];
  for await (const batch of batches) {
    const rows = skipRows === 0 ? batch : batch.filter(({ line }) => line > skipRows);
    if (skipFooter === 0) {
      yield rows;
      continue;
    }
    held = [...held, ...rows];
    yield held.slice(0, Math.max(0, held.length - skipFooter));
    held = held.slice(-skipFooter);
  }
}

/**
 * Reads numbers as the style writes them into plain decimals; a text that does not fit comes back unreadable.
 */
export function numberReader({
  decimal = ".",
  thousands,
}: FileStyle): ((text: string) => string) | undefined {
  if (decimal === "." && thousands === undefined) return undefined;
  const point = escaped(decimal);
  const group = thousands === undefined ? "" : (OTHER_MARKS[thousands] ?? escaped(thousands));
  // India groups two digits each before the last three.
  const whole =
    group === "" ? "\\d+" : `(?:\\d{1,3}(?:${group}\\d{3})+|\\d{1,2}(?:${group}\\d{2})+${group}\\d{3}|\\d+)`;
  const number = new RegExp(`^(${whole})(?:${point}(\\d+))?([eE][+-]?\\d+)?$`);
  const groups = new RegExp(group === "" ? "(?!)" : group, "g");
  return (text) => {
    const match = number.exec(text.trim());
    if (match === null) return /\d/.test(text) ? `?${text}` : text;
    const [, digits = "", fraction, exponent = ""] = match;
    return `${digits.replaceAll(groups, "")}${fraction === undefined ? "" : `.${fraction}`}${exponent}`;
  };
}

function escaped(character: string): string {
  return character.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&");
}
