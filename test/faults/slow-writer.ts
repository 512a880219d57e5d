// Appends to the store it is given for as long as it lives, a few events every other millisecond; says when it has begun.
import { setTimeout } from "node:timers/promises";
import { openLog } from "@tapefold/replay";
import { madeTicks } from "./made-ticks.ts";

const log = await openLog(process.argv[2] as string);
for (let head = await log.head(); ; await setTimeout(2)) {
  ({ head } = await log.append(madeTicks(5, head)));
  process.stdout.write(`${head}\n`);
}
