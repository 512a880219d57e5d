// node --import tsx test/bench/section.ts NAME [--short]: one section in a process of its own; its rows as JSON.
import { sections } from "./sections.ts";

const [, , name, ...flags] = process.argv;
const section = sections.find((one) => one.name === name);
if (section === undefined)
  throw new Error(`there is no section ${name}; one of ${sections.map((one) => one.name).join(", ")}`);
const rows = await section.run(flags.includes("--short") ? "short" : "full");
process.stdout.write(JSON.stringify(rows));
