// Appends to the store it is given for as long as it lives, in batches of many sizes, and says each acknowledged head.
import { writeSync } from "node:fs";
import { openLog } from "@tapefold/replay";
import { madeTicks } from "./made-ticks.ts";

const log = await openLog(process.argv[2] as string);
let head = await log.head();
writeSync(1, `${head}\n`);
for (let turn = 0; ; turn += 1) {
  ({ head } = await log.append(madeTicks([1, 3, 40, 700][turn % 4] as number, head)));
  writeSync(1, `${head}\n`);
}
