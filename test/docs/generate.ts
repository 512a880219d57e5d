/** Writes what `docs` has from the code: parts, outputs of commands, the schema of the tape. `npm run docs:write`. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../document.ts";
import { schemaFile, written } from "./written-parts.ts";

const docs = new URL("docs/", root);
for (const name of readdirSync(docs).filter((file) => file.endsWith(".md"))) {
  const page = new URL(name, docs);
  const folder = mkdtempSync(join(tmpdir(), "tapefold-docs-"));
  writeFileSync(page, await written(readFileSync(page, "utf8"), folder));
  rmSync(folder, { recursive: true });
}
writeFileSync(new URL("tape.schema.json", docs), await schemaFile());
