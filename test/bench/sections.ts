/** The sections of the benchmark, in order. Each is imported when it runs, so that it runs alone in its process. */
import type { Row, Scale } from "./measure.ts";

export interface Section {
  readonly name: string;
  readonly title: string;
  readonly run: (scale: Scale) => Promise<readonly Row[]> | readonly Row[];
}

const fold = "Folding a market: 2,000 instruments, derived indices of 225, 500 and 2,000";

export const sections: readonly Section[] = [
  {
    name: "full-speed",
    title: fold,
    run: async (scale) => (await import("./full-speed.bench.ts")).fullSpeed(scale),
  },
  {
    name: "full-speed-after-others",
    title: fold,
    run: async (scale) => (await import("./full-speed.bench.ts")).fullSpeedAfterOthers(scale),
  },
  {
    name: "live-batches",
    title: fold,
    run: async (scale) => (await import("./live-batches.bench.ts")).liveBatches(scale),
  },
  {
    name: "live-batches-after-others",
    title: fold,
    run: async (scale) => (await import("./live-batches.bench.ts")).liveBatchesAfterOthers(scale),
  },
  {
    name: "naive-scan",
    title: fold,
    run: async (scale) => (await import("./naive-scan.bench.ts")).naiveScan(scale),
  },
  {
    name: "per-symbol",
    title: "One projection over many symbols, beside libraries that fold stream by stream",
    run: async (scale) => (await import("./per-symbol.bench.ts")).perSymbol(scale),
  },
  {
    name: "from-tape",
    title: "From a tape on disk to the state",
    run: async (scale) => (await import("./from-tape.bench.ts")).fromTape(scale),
  },
  {
    name: "growth",
    title: "Growth: what an event costs as the tape, the market and its indices grow",
    run: async (scale) => (await import("./growth.bench.ts")).growth(scale),
  },
  {
    name: "attacked",
    title: "Amendments in a long session, ticks without a number, and ten times as much of one thing",
    run: async (scale) => (await import("./attacked.bench.ts")).attacked(scale),
  },
  {
    name: "latency",
    title: "Live: from the append to the subscriber",
    run: async (scale) => (await import("./latency.bench.ts")).latency(scale),
  },
  {
    name: "memory",
    title: "Memory and start-up",
    run: async (scale) => (await import("./memory.bench.ts")).memory(scale),
  },
  {
    name: "start-up",
    title: "Memory and start-up",
    run: async (scale) => (await import("./start-up.bench.ts")).startUp(scale),
  },
  {
    name: "player",
    title: "The session player on a tape of 1 M ticks",
    run: async (scale) => (await import("./player.bench.ts")).player(scale),
  },
];

/** Measurements that print lines of their own, with what they take: full, and short. */
export const scripts: readonly {
  readonly name: string;
  readonly title: string;
  readonly sizes: readonly [string, string];
}[] = [
  { name: "store", title: "The store beside what it stands on", sizes: ["200000", "2000"] },
  { name: "server", title: "A tape on a server, and one spread over workers", sizes: ["400000", "8000"] },
  {
    name: "subscribers",
    title: "Live: subscribers, and a session that never closes",
    sizes: ["2000000", "20000"],
  },
  { name: "import", title: "Import beside csv-parse alone", sizes: ["100000", "1000"] },
];
