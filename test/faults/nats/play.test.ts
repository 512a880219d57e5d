/** The session player on a stream, followed while others append to it. */
import { foldTape, openLog, openTape } from "@tapefold/replay";
import { afterAll, describe, expect, test } from "vitest";
import { PageDouble } from "../../replay/player/page-double.ts";
import { goldenPath, readAll } from "../../replay/tape-folder.ts";
import { NatsServer, whyNoServer } from "./nats-server.ts";

// Skipped where there is no server to start; the name says so.
describe.skipIf(whyNoServer !== "")(`the player of a tape on a server${whyNoServer}`, async () => {
  const server = whyNoServer === "" ? await NatsServer.start("-js") : (undefined as never);
  afterAll(() => server?.stop());

  test("what others append is on the page of who follows, back and forward as on a file", async () => {
    const { events } = await readAll(openTape(goldenPath));
    const address = server.address("PLAYED");
    const log = await openLog(address);
    await log.append(events.slice(0, 150).map(({ event }) => event));
    const page = await PageDouble.of(openTape(address), { follow: true });
    await page.at(100);
    await log.append(events.slice(150, 200).map(({ event }) => event));
    await page.until(() => page.status?.head === 200);
    expect(page.position).toBe(100);
    page.ask({ do: "follow", isOn: true });
    await page.until(() => page.position === 200);
    const other = await openLog(address);
    await other.append(events.slice(200).map(({ event }) => event));
    await page.until(() => page.position === 279);
    for (const position of [279, 163]) {
      await page.at(position);
      const { digest } = await page.answerTo({ do: "digest" }, "digest");
      const { state } = await foldTape(openTape(goldenPath), { asOf: { position } });
      expect(digest).toBe(state.digest);
    }
    await page.close();
    await Promise.all([log.close(), other.close()]);
  });
});
