// node --import tsx test/faults/run-server-kills.ts [RESTARTS]: the long form of the test, 20 restarts unless told.
import { killServer } from "./nats/kill-server.ts";
import { NatsServer } from "./nats/nats-server.ts";

const restarts = Number(process.argv[2] ?? 20);
const server = await NatsServer.start("-js");
const started = performance.now();
try {
  const stands = await killServer(server, restarts);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  process.stdout.write(
    `${restarts} restarts in ${seconds} s: ${stands} events stand, none lost, none twice, none missed\n`,
  );
} finally {
  await server.stop();
}
