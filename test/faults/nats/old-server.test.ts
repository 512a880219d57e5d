/** A server that is older than the oldest one that will do; it says no more than its version. */
import { once } from "node:events";
import { createServer } from "node:net";
import { openLog } from "@tapefold/replay";
import { expect, test } from "vitest";

test("is told, with the version that will do", async () => {
  const info = { server_id: "old", version: "2.8.4", proto: 1, headers: true, max_payload: 1_048_576 };
  const server = createServer((socket) => {
    socket.write(`INFO ${JSON.stringify(info)}\r\n`);
    socket.on("data", (piece) => {
      if (String(piece).includes("PING")) socket.write("PONG\r\n");
    });
    socket.on("error", () => undefined);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { readonly port: number };
  await expect(openLog(`nats://127.0.0.1:${port}/TAPE`)).rejects.toMatchObject({
    code: "LOG_UNREADABLE",
    message: `the server is version 2.8.4, and 2.9.0 is the oldest that will do; update it (nats://127.0.0.1:${port}/TAPE)`,
  });
  server.close();
});
