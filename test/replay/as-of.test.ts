import { parseInstant } from "@tapefold/core";
import { parseAsOf } from "@tapefold/replay";
import { expect, test } from "vitest";

test("digits alone are a position", () => {
  expect(parseAsOf("4120")).toEqual({ position: 4120 });
  expect(parseAsOf("0")).toEqual({ position: 0 });
});

test.each([
  ["2026-02-10T04:30:00Z", "2026-02-10T04:30:00Z"],
  ["2026-02-10T04:30:00.000001Z", "2026-02-10T04:30:00.000001Z"],
  ["2026-02-10T13:30:00+09:00", "2026-02-10T04:30:00Z"],
  ["2026-02-09T23:00:00-05:30", "2026-02-10T04:30:00Z"],
])("%s is an instant", (text, same) => {
  expect(parseAsOf(text)).toEqual({ instant: parseInstant(same) });
});

test("a date is the end of that day", () => {
  expect(parseAsOf("2026-02-10")).toEqual({ instant: parseInstant("2026-02-10T23:59:59.999999Z") });
});

test.each([
  "",
  "-1",
  "1.5",
  "1e3",
  "noon",
  "2026-02-30",
  "2026-02-30T04:30:00Z",
  "2026-02-10 04:30:00Z",
  "2026-02-10T04:30:00",
  "2026-02-10T04:30:00+9",
])("%j is neither", (text) => {
  expect(() => parseAsOf(text)).toThrow(expect.objectContaining({ code: "USAGE" }) as Error);
});
