/** Writes what the ledger knows of the files as they are: shares by folder and file, and every survivor. */
import { readFileSync, writeFileSync } from "node:fs";
import { ledger } from "./ledger.mjs";

export function writeReport(contents) {
  const lines = [...ledger().values()].filter(({ key, file }) => JSON.parse(key)[1] === contents[file]);
  const day = new Date().toISOString().slice(0, 10);
  const text = [
    `# Mutants, ${day}`,
    "",
    "Written by `npm run mutate`: of each file the mutants that were drawn and run. Lived: no test noticed, or none reaches it.",
    "",
    ...tableOf("folder", lines, ({ file }) => file.split("/").slice(1, -1).join("/").replace("/src", "")),
    "",
    ...tableOf("file", lines, ({ file }) => file.replace(/^packages\/(\w+)\/src\//, "$1/")),
    "",
    "## Survivors",
    "",
    ...lines.filter(lived).toSorted(byPlace).map(survivor),
    "",
  ];
  writeFileSync(new URL("report.md", import.meta.url), text.join("\n"));
}

const lived = ({ status }) => status === "Survived" || status === "NoCoverage";
const byPlace = (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line);

function tableOf(head, lines, nameOf) {
  const groups = grouped(lines, nameOf);
  const rows = [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [
    `| ${head} | mutants | killed | share |`,
    "| --- | --: | --: | --: |",
    ...[...rows, ["all", lines]].map(([name, of]) => {
      const killed = of.filter((one) => !lived(one)).length;
      return `| ${name} | ${of.length} | ${killed} | ${((100 * killed) / of.length).toFixed(1)} % |`;
    }),
  ];
}

function grouped(lines, nameOf) {
  const groups = new Map();
  for (const line of lines) groups.set(nameOf(line), [...(groups.get(nameOf(line)) ?? []), line]);
  return groups;
}

/** The place with its old and its new text, shortened. */
function survivor({ file, location: { start, end }, replacement, status }) {
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  const old = lines.join(" ").slice(start.column - 1);
  const shown = (text) => `\`${text.replace(/\s+/g, " ").replaceAll("`", "'").slice(0, 70)}\``;
  const note = status === "NoCoverage" ? " (not reached)" : "";
  return `- ${file.replace(/^packages\/(\w+)\/src\//, "$1/")}:${start.line} ${shown(old)} → ${shown(replacement)}${note}`;
}
