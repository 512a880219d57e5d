/** Markets as they are listed. */
import { expect, test } from "vitest";
import { FRI, index, market, opened, shown, tick } from "../tape.ts";

test("a market listed again is one market, under its new name and region", () => {
  const twice = [market("XTKS", "Asia"), market("XTKS", "East"), index("I"), opened(FRI), tick("I", 100)];
  expect(shown(twice).regions.map(({ region }) => region)).toEqual(["East"]);
});
