import { availableParallelism } from "node:os";
import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    // They have a configuration and a command each.
    exclude: [...configDefaults.exclude, "browser/**", "faults/**", "pack/**"],
    setupFiles: ["./fail-on-console.ts", "./fixed-seed.ts"],
    // Files share what a worker has loaded: nothing here keeps state between them, and loading took half of the time.
    isolate: false,
    // A property over generated tapes, or a command in a second process, may take its time on a slow machine.
    testTimeout: 60_000,
    expect: { poll: { timeout: 50_000 } },
    // By default vitest leaves one core free, which on a machine with two halves the speed.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
