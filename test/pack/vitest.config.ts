import { defineConfig } from "vitest/config";

/** The packages as they would be published, installed from their tarballs: run on its own by `npm run test:pack`. */
export default defineConfig({
  test: {
    include: ["*.test.ts"],
    globalSetup: ["tarballs-once.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});
