import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, type Plugin } from "vite";

/** Libraries whose code is part of the page, by their folders. */
const BUNDLED = ["lightweight-charts", "preact", "@preact/signals"];

/** Writes the licences of the bundled libraries beside the page, which links to them. */
function notice(): Plugin {
  return {
    name: "notice",
    generateBundle() {
      const texts = BUNDLED.map((name) => {
        const folder = join(import.meta.dirname, "../node_modules", name);
        return `${name}\n\n${readFileSync(join(folder, "LICENSE"), "utf8")}`;
      });
      const chart =
        "Charts: TradingView Lightweight Charts, copyright TradingView, Inc. https://www.tradingview.com/";
      this.emitFile({ type: "asset", fileName: "notice.txt", source: [chart, ...texts].join("\n\n") });
    },
  };
}

/** The player's page, built into the package: a few files without anything inline. */
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [notice()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../dist/player-page",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  worker: { format: "es" },
});
