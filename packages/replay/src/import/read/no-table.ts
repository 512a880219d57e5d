/** Recognizes files that people mistake for rows: a web page, a workbook, the refusal of a source. */
import { fileError } from "../import-errors.ts";

const SHOWN = 60;
const REFUSAL =
  /limit|exceed|quota|too many|denied|forbidden|unauthori[sz]ed|not (found|available)|no data|invalid|error|api.?key/i;

/** Formats by their first bytes, in hexadecimal, at most four. */
const MAGICS: readonly (readonly [magic: string, what: string])[] = [
  ["d0cf11e0", "is an Excel workbook; save it as CSV"],
  ["25504446", "is a PDF; fetch the data as CSV"],
  ["53514c69", "is an SQLite database; write its table as CSV"],
  ["50415245", "is Parquet with an encrypted footer; write it without a key"],
  ["4152524f", "is a file of Arrow (Feather); write it as Parquet or CSV"],
  ["46454131", "is a file of Arrow (Feather); write it as Parquet or CSV"],
  ["89484446", "is HDF5; write its table as Parquet or CSV"],
  ["8004", "is a pickle of Python; write it as Parquet or CSV"],
  ["8005", "is a pickle of Python; write it as Parquet or CSV"],
  ["4f5243", "is ORC; write it as Parquet or CSV"],
  ["4f626a01", "is Avro; write it as Parquet or CSV"],
  ["52617221", "is a RAR archive; unpack it first"],
  ["28b52ffd", "is packed with zstd; unpack it first"],
  ["425a6839", "is packed with bzip2; unpack it first"],
  ["fd377a58", "is packed with xz; unpack it first"],
  ["377abcaf", "is a 7z archive; unpack it first"],
];

/** Throws `IMPORT_FILE` for a binary format by its first four bytes. */
export function mustBeReadable(magic: string, file: string): void {
  const known = MAGICS.find(([each]) => magic.startsWith(each));
  if (known !== undefined) throw fileError("IMPORT_FILE", known[1], file);
}

/** Throws `IMPORT_FILE` for an archive that is a workbook. */
export function mustBeNoWorkbook(entries: readonly string[], file: string): void {
  const isWorkbook = entries.some((name) => name.startsWith("xl/") || name === "[Content_Types].xml");
  if (isWorkbook) throw fileError("IMPORT_FILE", "is an Excel workbook; save its sheet as CSV", file);
  if (entries.includes("content.xml"))
    throw fileError("IMPORT_FILE", "is a spreadsheet of OpenDocument; save its sheet as CSV", file);
}

/** Throws `IMPORT_FILE` for a text whose beginning shows that it is something else. */
export function mustBeRows(text: string, fields: number, file: string): void {
  if (/^\s*<(!doctype|html|head|body|script|table|\?xml)/i.test(text)) {
    const problem = `is a web page, not data: it begins "${excerpt(text)}"; look at it in a browser and fetch the file again`;
    throw fileError("IMPORT_FILE", problem, file);
  }
  if (text.startsWith("version https://git-lfs."))
    throw fileError("IMPORT_FILE", "only stands for a file of Git LFS; fetch that by git lfs pull", file);
  if (/\r(?!\n)[^\n]/.test(text))
    throw fileError("IMPORT_FILE", "has lines that end in a CR alone; write it with LF or CRLF", file);
  if (/^\s*[[{]/.test(text))
    throw fileError("IMPORT_FILE", `is JSON: it begins "${excerpt(text)}"; read it with --sql`, file);
  if (fields === 1 && REFUSAL.test(text)) {
    const problem = `holds what looks like a source's refusal: "${excerpt(text)}"; fetch it again later`;
    throw fileError("IMPORT_FILE", problem, file);
  }
}

/** The beginning of a text as it may stand in a message. */
export function excerpt(text: string, most = SHOWN): string {
  const plain = text.trim().replaceAll(/[^\P{C}]+/gu, " ");
  return plain.length > most ? `${plain.slice(0, most)}…` : plain;
}
