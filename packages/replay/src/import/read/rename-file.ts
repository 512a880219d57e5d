/** A file that maps a source's names to ids: `from,to`, a line each. */
import { isInstrumentId } from "@tapefold/core";
import { parse } from "csv-parse/sync";
import { readText } from "../../disk/text-file.ts";
import { fileError } from "../import-errors.ts";

/** Throws `IMPORT_FILE`. */
export async function readRenames(path: string): Promise<ReadonlyMap<string, string>> {
  const text = await readText(path, (problem, cause) =>
    fileError("IMPORT_FILE", `the file of names ${problem}`, path, undefined, cause),
  );
  const rows: string[][] = parse(text, {
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  const renames = new Map<string, string>();
  rows.forEach(([from = "", to = "", ...rest], index) => {
    if (index === 0 && from === "from" && to === "to") return;
    const problem =
      from === "" || to === "" || rest.length > 0
        ? "is no name and id with a comma between"
        : !isInstrumentId(to)
          ? `${to} is no id of an instrument`
          : renames.has(from)
            ? `${from} is renamed twice`
            : undefined;
    if (problem !== undefined) throw fileError("IMPORT_FILE", problem, path, index + 1);
    renames.set(from, to);
  });
  const ids = [...renames.values()];
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw fileError("IMPORT_FILE", `two names become ${twice}`, path);
  return renames;
}
