/** A server of its own for the tests of one file, on a free port; where the program isn't installed they are skipped. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const isInstalled = spawnSync("nats-server", ["--version"]).status === 0;
if (!isInstalled && process.env["NATS_REQUIRED"] !== undefined)
  throw new Error("nats-server is not installed, and NATS_REQUIRED forbids to skip what needs it");

/** Why tests are skipped; empty where they run. */
export const whyNoServer = isInstalled ? "" : " (skipped: nats-server is not installed)";

export class NatsServer {
  readonly port: number;
  readonly #folder = mkdtempSync(join(tmpdir(), "tapefold-nats-"));
  readonly #options: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(port: number, options: readonly string[]) {
    this.port = port;
    this.#options = options;
  }

  static async start(...options: readonly string[]): Promise<NatsServer> {
    const server = new NatsServer(await freePort(), options);
    await server.restart();
    return server;
  }

  address(stream: string): string {
    return `nats://127.0.0.1:${this.port}/${stream}`;
  }

  /** Starts it again on its port, with what it kept; resolves when it takes connections. */
  async restart(): Promise<void> {
    const args = ["-a", "127.0.0.1", "-p", String(this.port), "-sd", this.#folder, ...this.#options];
    const server = spawn("nats-server", args, { stdio: ["ignore", "ignore", "pipe"] });
    this.#process = server;
    let told = "";
    await new Promise<void>((ready, failed) => {
      // Read on to the end: a server that can't tell any more ends.
      server.stderr.on("data", (piece: Buffer) => {
        told += piece.toString();
        if (told.includes("Server is ready")) ready();
      });
      server.once("exit", () => failed(new Error(`nats-server did not start: ${told}`)));
    });
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    const server = this.#process;
    this.#process = undefined;
    if (server === undefined || server.exitCode !== null) return;
    server.kill("SIGKILL");
    await once(server, "exit");
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { readonly port: number };
  probe.close();
  await once(probe, "close");
  return port;
}
