/** Every library that is shipped may be shipped. */
import { expect, test } from "vitest";
import { shippedPackages } from "./shipped-packages.ts";

test("all libraries have a licence that lets anyone use them, and there is one version of each of ours", () => {
  const shipped = shippedPackages();
  expect(shipped.length).toBeGreaterThan(20);
  const free =
    /^\(?(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|Unlicense)( (OR|AND) [\w.-]+)*\)?$/;
  expect(shipped.filter(({ license }) => !free.test(license))).toEqual([]);
  expect(shipped.filter(({ by }) => by.includes("core")).map(({ name }) => name)).toEqual([
    "@noble/hashes",
    "immer",
    "rxjs",
    "tslib",
    "zod",
  ]);
});
