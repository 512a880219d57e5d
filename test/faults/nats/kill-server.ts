/** Kills a server and starts it again while a tape on it is appended to and followed, and looks at what came of it. */
import { follow, openLog, openTape } from "@tapefold/replay";
import { madeTicks } from "../made-ticks.ts";
import type { NatsServer } from "./nats-server.ts";

/** Gives how many events stand after so many restarts; throws if one is lost, missing to a follower, or there twice. */
export async function killServer(server: NatsServer, restarts: number): Promise<number> {
  const address = server.address("KILLED");
  const log = await openLog(address);
  await log.append(madeTicks(1));
  let isOver = false;
  let said = 1;
  const appending = (async () => {
    for (; !isOver; said += 1) await log.append(madeTicks(1, said));
  })();
  const seen: number[] = [];
  const following = (async () => {
    for await (const batch of follow(address)) {
      for (const { position, event } of batch) {
        if (event.seq !== position - 1) throw new Error(`position ${position} holds number ${event.seq}`);
        seen.push(position);
      }
      if (isOver && seen.length >= said) return;
    }
  })();
  for (let turn = 0; turn < restarts; turn += 1) {
    const from = said;
    while (said < from + 5) await new Promise((resolve) => setImmediate(resolve));
    await server.kill();
    await server.restart();
  }
  isOver = true;
  await appending;
  // A follower that has seen all before the last append was over waits for one more.
  await log.append(madeTicks(1, said));
  said += 1;
  await following;
  if (seen.some((position, index) => position !== index + 1))
    throw new Error("a follower missed one, or saw one twice");
  let stands = 0;
  for await (const batch of openTape(address).read()) stands += batch.length;
  if (stands !== said) throw new Error(`${said} were acknowledged and ${stands} stand`);
  await log.close();
  return stands;
}
