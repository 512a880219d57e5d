/** Whatever stands in `replay --json` can be asked for by its path. */
import { expect, test } from "vitest";
import { run } from "./cli/run-command.ts";
import { goldenPath, tapeFolder } from "./tape-folder.ts";

const folder = tapeFolder();
const AT = ["--at", "242"];
const { out } = await run(["replay", goldenPath, "--json", ...AT]);
const shown = JSON.parse(out) as Record<string, unknown> & {
  instruments: Record<string, unknown>;
  tape: Record<string, unknown>;
};

test.each([...Object.keys(shown), "tape.head", "instruments.N225"])(
  "explain %s gives its value",
  async (path) => {
    const explained = await run(["explain", goldenPath, path, "--json", ...AT]);
    const value = {
      ...shown,
      "tape.head": shown.tape["head"],
      "instruments.N225": shown.instruments["N225"],
    };
    const { value: found, causes } = JSON.parse(explained.out) as { value: unknown; causes: unknown[] };
    expect(found).toEqual(value[path as keyof typeof value]);
    expect(causes.length > 0).toBe(path !== "statistics");
  },
);

test("the tape's end can be claimed, and is the same in each row of a series", async () => {
  const claim = { id: "end", says: "", field: "tape.head", relation: "is", value: "279" };
  const claims = folder.write("claims.json", JSON.stringify({ claims: [claim] }));
  expect((await run(["check", goldenPath, "--claims", claims, ...AT])).code).toBe(0);
  const series = await run(["series", goldenPath, "--field", "tape.head", "--every", "session"]);
  expect(
    new Set(
      series.out
        .trim()
        .split("\n")
        .slice(1)
        .map((row) => row.split(",")[2]),
    ),
  ).toEqual(new Set(["279"]));
});
