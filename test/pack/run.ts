// npm run pack [-- FOLDER]: the tarballs as they would be published, in `tarballs` unless told.
import { resolve } from "node:path";
import { makeTarballs } from "./make-tarballs.ts";

const made = makeTarballs(resolve(process.argv[2] ?? "tarballs"));
for (const [name, path] of Object.entries(made)) process.stdout.write(`${name.padEnd(22)} ${path}\n`);
