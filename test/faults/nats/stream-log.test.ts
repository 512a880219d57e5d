import { logContract } from "@tapefold/core/testing";
import { openLog, openTape } from "@tapefold/replay";
import { afterAll, describe, test } from "vitest";
import { NatsServer, whyNoServer } from "./nats-server.ts";

// Skipped where there is no server to start; the name says so.
describe.skipIf(whyNoServer !== "")(`the log on a server${whyNoServer}`, async () => {
  const server = whyNoServer === "" ? await NatsServer.start("-js") : undefined;
  afterAll(() => server?.stop());
  let made = 0;
  const open = async () => {
    const address = server?.address(`contract-${(made += 1)}`) ?? "";
    return {
      log: await openLog(address),
      reader: async () => openTape(address),
      reopen: () => openLog(address),
    };
  };
  for (const { name, check } of logContract(open)) test(name, check);
});
