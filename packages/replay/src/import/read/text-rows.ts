/**
 * Rows of delimited text. Lines without a quote are cut here, which is several times faster; from the first quote
 * on csv-parse takes over, and a law holds the two to the same rows.
 */
import { parse, type Parser } from "csv-parse";
import { fileError } from "../import-errors.ts";
import type { Row } from "./row.ts";
import { textSource } from "./text-decoder.ts";

/** Longest row in characters. */
const ROW_LENGTH_MAX = 1024 * 1024;

/** Rows of a file, some thousands at a time; empty lines are left out. Throws `IMPORT_FILE`. */
export async function* textRows(
  bytes: AsyncIterable<Buffer>,
  name: string,
  delimiter: string,
  encoding?: string,
): AsyncGenerator<Row[]> {
  const decoder = textSource(name, encoding);
  let rest = "";
  let line = 0;
  let quoted: QuotedRows | undefined;
  const tooLong = (): Error =>
    fileError(
      "IMPORT_FILE",
      `a row has over ${ROW_LENGTH_MAX} characters; is this delimited text?`,
      name,
      line + 1,
    );

  for await (const chunk of bytes) {
    const text = rest + decoder.write(chunk, line);
    if (quoted === undefined && text.includes('"')) quoted = new QuotedRows(delimiter, line, name);
    if (quoted !== undefined) {
      rest = "";
      yield await quoted.push(text);
      continue;
    }
    const end = text.lastIndexOf("\n") + 1;
    rest = text.slice(end);
    if (rest.length > ROW_LENGTH_MAX) throw tooLong();
    if (end === 0) continue;
    const rows: Row[] = [];
    for (const each of text.slice(0, end - 1).split("\n")) {
      line += 1;
      if (each.length > ROW_LENGTH_MAX) throw tooLong();
      const content = each.endsWith("\r") ? each.slice(0, -1) : each;
      if (content !== "") rows.push({ line, fields: content.split(delimiter) });
    }
    yield rows;
  }
  rest += decoder.end(line);
  if (quoted !== undefined) yield await quoted.end(rest);
  else if (rest !== "" && rest !== "\r") {
    const content = rest.endsWith("\r") ? rest.slice(0, -1) : rest;
    yield [{ line: line + 1, fields: content.split(delimiter) }];
  }
}

/** The rows of csv-parse, pushed rather than piped. */
class QuotedRows {
  readonly #parser: Parser;
  readonly #linesBefore: number;
  #rows: Row[] = [];
  #fault: Error | undefined;

  constructor(delimiter: string, linesBefore: number, name: string) {
    this.#linesBefore = linesBefore;
    this.#parser = parse({
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      record_delimiter: ["\n", "\r\n"],
      max_record_size: ROW_LENGTH_MAX,
    });
    this.#parser.on("data", ({ record, info }: { record: string[]; info: { lines: number } }) => {
      this.#rows.push({ line: this.#linesBefore + info.lines, fields: record });
    });
    this.#parser.on("error", (error) => {
      this.#fault = fileError(
        "IMPORT_FILE",
        `is no delimited text: ${error.message}`,
        name,
        undefined,
        error,
      );
    });
  }

  async push(text: string): Promise<Row[]> {
    await new Promise<void>((resolve) => this.#parser.write(text, () => resolve()));
    return this.#take();
  }

  async end(rest: string): Promise<Row[]> {
    if (rest !== "") this.#parser.write(rest);
    await new Promise<void>((resolve) => {
      this.#parser.once("close", () => resolve());
      this.#parser.end();
    });
    return this.#take();
  }

  #take(): Row[] {
    if (this.#fault !== undefined) throw this.#fault;
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }
}
