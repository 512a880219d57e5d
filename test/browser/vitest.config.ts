import { defineConfig } from "vitest/config";

/** Tests in a real browser, run on their own by `npm run test:browser`. */
export default defineConfig({
  test: {
    include: ["*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    // A machine that is busy with other things shows a page late.
    expect: { poll: { timeout: 10_000 } },
  },
});
