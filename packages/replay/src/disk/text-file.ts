/** Small files that people write by hand, read whole: UTF-8, or UTF-16 with its mark, as editors save them. */
import { readFile } from "node:fs/promises";

/** An error for a file that can't be read; the problem says what to do. */
type Fault = (problem: string, cause: unknown) => Error;

/** The text of a file, without a byte order mark; throws the error that `fault` makes. */
export async function readText(path: string, fault: Fault): Promise<string> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw fault(`can't be read (${cause.code ?? "unreadable"}); check the path`, cause);
  });
  const encoding = ENCODINGS[bytes.toString("hex", 0, 2)] ?? "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw fault("is no UTF-8; save it in that encoding", cause);
  }
}

/** Encodings by the mark that a file begins with. */
const ENCODINGS: Readonly<Record<string, string>> = { fffe: "utf-16le", feff: "utf-16be" };

/** The value in a JSON file; throws the error that `fault` makes. */
export async function readJson(path: string, fault: Fault): Promise<unknown> {
  const text = await readText(path, fault);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw fault(`can't be read as JSON: ${(cause as SyntaxError).message}; give a JSON file`, cause);
  }
}
