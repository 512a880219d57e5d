import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitepress";

/** The pages in reading order; one that isn't there yet is left out. */
const pages: readonly [title: string, items: readonly [text: string, page: string][]][] = [
  [
    "First",
    [
      ["Start", "start"],
      ["From tarballs", "tarballs"],
      ["A week of a market", "a-week"],
      ["What it is not", "not"],
      ["Adding a rule", "adding-a-rule"],
    ],
  ],
  [
    "Reference",
    [
      ["The tape", "tape"],
      ["Fields of the state", "fields"],
      ["Codes", "codes"],
      ["The command line", "command-line"],
      ["Claims", "claims"],
      ["Rules", "rules"],
    ],
  ],
  [
    "Data",
    [
      ["Import", "import"],
      ["Logs and stores", "logs"],
      ["Series", "series"],
      ["Many machines", "many-machines"],
      ["The player", "player"],
    ],
  ],
  [
    "Trust",
    [
      ["Determinism", "determinism"],
      ["Performance", "performance"],
      ["What is shipped", "shipped"],
    ],
  ],
];

const isThere = ([, page]: readonly [string, string]): boolean =>
  existsSync(new URL(`../${page}.md`, import.meta.url));

function slugify(heading: string): string {
  const words = heading.trim().toLowerCase();
  return words.replaceAll(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(/\s/g, "-");
}

export default defineConfig({
  title: "tapefold",
  description: "A tape of market events, folded into the state of the market.",
  cleanUrls: true,
  lastUpdated: false,
  // Anchors as GitHub makes them, so that links hold in both.
  markdown: { anchor: { slugify } },
  outDir: "../dist/docs",
  cacheDir: "../node_modules/.cache/vitepress",
  // Linked as a file, not shown as a page.
  buildEnd: ({ outDir, srcDir }) =>
    copyFileSync(join(srcDir, "tape.schema.json"), join(outDir, "tape.schema.json")),
  themeConfig: {
    search: { provider: "local" },
    sidebar: pages.map(([text, items]) => ({
      text,
      items: items.filter(isThere).map(([title, page]) => ({ text: title, link: `/${page}` })),
    })),
    outline: { level: [2, 3] },
    socialLinks: [{ icon: "github", link: "https://github.com/tapefold/tapefold" }],
  },
});
