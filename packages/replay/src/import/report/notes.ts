/** Notes on the files of an import as a whole. */
import type { OpenedFile } from "../read/opened-file.ts";
import type { FileStyle } from "../read/file-style.ts";

const NAMES_SHOWN = 5;

export function notesOf(
  files: readonly OpenedFile[],
  style: FileStyle | undefined,
  instruments: readonly string[],
): string[] {
  return [...new Set([...files.flatMap((file) => [...fileNotes(file)]), ...renameNotes(style, instruments)])];
}

function* fileNotes({ shape, columns, overruled, endsWithinLine, source }: OpenedFile): Generator<string> {
  const note = shape.note?.(columns);
  if (note !== undefined) yield note;
  const names = overruled.slice(0, NAMES_SHOWN).join(", ");
  if (overruled.length > 1)
    yield `${source.name} names several instruments (${names}), which are all taken for one`;
  if (endsWithinLine) yield `${source.name} ends within a line: its last row may be cut short`;
}

function renameNotes({ renames }: FileStyle = {}, instruments: readonly string[]): string[] {
  const [first] = renames ?? [];
  const isUsed = [...(renames?.values() ?? [])].some((id) => instruments.includes(id));
  if (first === undefined || isUsed || instruments.length === 0) return [];
  return [`the files name nothing that --rename renames, such as ${first[0]}`];
}
