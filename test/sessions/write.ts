/** Writes the kept tapes anew: `npx tsx test/sessions/write.ts`. */
import { writeFileSync } from "node:fs";
import { actualTape } from "./actual-tape.ts";
import { goldenTape } from "./golden-tape.ts";
import { toJsonLines } from "./tape-line.ts";

writeFileSync(new URL("golden.jsonl", import.meta.url), toJsonLines(goldenTape()));
writeFileSync(new URL("actual.jsonl", import.meta.url), toJsonLines(actualTape()));
