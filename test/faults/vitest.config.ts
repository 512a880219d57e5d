import { defineConfig } from "vitest/config";

/** Kills, full disks, servers that go away, tapes larger than memory: run on their own by `npm run test:faults`. */
export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    setupFiles: ["../fail-on-console.ts"],
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
