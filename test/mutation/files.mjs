/** The files that are changed, in the groups that share the tests which judge them. */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Folders of each group, tests that judge them, and files and tests left out. */
export const groups = {
  rules: {
    folders: [
      "projections/src",
      ...["engine", "exact", "fold", "plain", "rule", "state", "tape"].map((room) => `core/src/${room}`),
    ],
    // Tests by hand come first; then rules against oracles on generated tapes.
    tests: [
      "projections/",
      "core/",
      "replay/cli/sessions.test.ts",
      ...["article", "check", "explain", "wrap", "store/log-contract"].map(
        (name) => `replay/${name}.test.ts`,
      ),
      "sessions/golden-session.test.ts",
      "laws/wrap-sentences.test.ts",
      "laws/spread.test.ts",
      "laws/courses.test.ts",
      "laws/differential.test.ts",
    ],
    // Snapshots break with any change; the others take long and ask what others ask too.
    leftOut:
      /^(core\/(digest|laws|generated-rules)|projections\/(rule-versions|trail)|replay\/article.*published|laws\/differential.*(: as its oracle|any part))/,
  },
  readers: {
    folders: ["import/read", "jsonl", "calendar", "record", "store/chunk"].map(
      (room) => `replay/src/${room}`,
    ),
    tests: [
      "replay/import/",
      "replay/tick-scanner.test.ts",
      "replay/jsonl-log.test.ts",
      "replay/calendar/calendar.test.ts",
      "replay/calendar/calendar-file.test.ts",
      "replay/cli/import.test.ts",
      "replay/store/log-contract.test.ts",
      "replay/upcaster.test.ts",
      "fuzz/",
    ],
    leftOut: /^replay\/import\/real-data/,
  },
};

/** Files that hold no rule: tables of names, the words of messages, tests for users. */
const NO_RULE = /\/testing\/|\/index\.ts$|refusal-meanings|built-in\.ts$|\.d\.ts$/;

/** The files of a group, by their paths from the root. */
export function filesOf({ folders }) {
  return folders.flatMap((folder) =>
    readdirSync(`${root}packages/${folder}`, { recursive: true, encoding: "utf8" })
      .map((name) => `packages/${folder}/${name}`)
      .filter((file) => file.endsWith(".ts") && !NO_RULE.test(file))
      .toSorted((a, b) => (a < b ? -1 : 1)),
  );
}
