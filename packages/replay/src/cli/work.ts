import { isStreamAddress } from "../nats/stream-at-address.ts";
import { usageError } from "../show/error-line.ts";
import { printable } from "../show/printable.ts";
import type { CliCommand } from "./command.ts";

interface Options {
  readonly group?: readonly string[];
  readonly base?: true;
}

/** `tapefold work NATS`: folds market groups of a tape on a server, and publishes their state. */
export const command: CliCommand = {
  example: [
    "tapefold work nats://127.0.0.1/TAPE --group XTKS XNYS",
    "tapefold work nats://127.0.0.1/TAPE --base",
  ].join("\n"),
  define: (command) =>
    void command
      .argument("<tape>", "nats://host:port/STREAM")
      .option("--group <mic...>", "markets; all markets that belong together with one of them are folded")
      .option("--base", "fold what all workers share instead: all events but ticks"),
  run: async (command, io) => {
    const [address] = command.processedArgs as [string];
    const { group: markets = [], base } = command.opts<Options>();
    if (!isStreamAddress(address))
      throw usageError(`${address} is no tape on a server; write nats://host:port/STREAM`, address);
    if ((markets.length === 0) !== (base === true))
      throw usageError("give the worker its markets with --group, or --base", "--group");
    const stop = new AbortController();
    const unstop = io.onStop?.(() => stop.abort());
    const { partName, work } = await import("../spread/work.ts");
    const name = printable(partName(markets));
    try {
      await work(address, {
        markets,
        signal: stop.signal,
        onPublished: (end) => void io.write(`${name}: state at ${end} published\n`),
      });
    } finally {
      unstop?.();
    }
    return 0;
  },
};
