/** Writes the parts of `docs` that come from the code, and the schema of the tape: `npm run docs:write`. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { root } from "../document.ts";
import { schemaFile, withParts } from "./written-parts.ts";

const docs = new URL("docs/", root);
for (const name of readdirSync(docs).filter((file) => file.endsWith(".md"))) {
  const page = new URL(name, docs);
  writeFileSync(page, await withParts(readFileSync(page, "utf8")));
}
writeFileSync(new URL("tape.schema.json", docs), await schemaFile());
