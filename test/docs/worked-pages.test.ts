/** The pages of the documents show what happens: their files are written, their commands run in their order. */
import { expect, test } from "vitest";
import { isLong } from "../runs.ts";
import { runPage } from "./run-page.ts";

// The second starts more programs: it is for `npm run test:laws`.
test.each(isLong ? ["a-week.md", "series.md"] : ["a-week.md"])("%s", async (page) => {
  const shown = await runPage(page);
  expect(shown.length).toBeGreaterThan(3);
  for (const { command, said, printed } of shown)
    expect(`${command}\n${printed}`).toBe(`${command}\n${said}`);
});
