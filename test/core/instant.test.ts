import { dayNumber, formatDay, formatInstant, isDate, parseInstant } from "@tapefold/core";
import fc from "fast-check";
import { expect, test } from "vitest";

test("instants agree with the platform's own calendar", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date("1700-01-01"), max: new Date("2250-12-31"), noInvalidDate: true }),
      (date) => {
        expect(parseInstant(date.toISOString())).toBe(date.getTime() * 1000);
        expect(dayNumber(date.toISOString().slice(0, 10))).toBe(Math.floor(date.getTime() / 86_400_000));
      },
    ),
  );
});

test("printing and reading are inverse, to the microsecond", () => {
  const micros = fc.integer({ min: -8_000_000_000_000_000, max: 8_900_000_000_000_000 });
  fc.assert(
    fc.property(micros, (at) => {
      expect(parseInstant(formatInstant(at))).toBe(at);
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (day) => {
      expect(dayNumber(formatDay(day))).toBe(day);
    }),
  );
});

test("instants print shortest", () => {
  expect(formatInstant(parseInstant("2026-02-10T04:30:00.120000Z") ?? 0)).toBe("2026-02-10T04:30:00.12Z");
  expect(formatInstant(0)).toBe("1970-01-01T00:00:00Z");
});

test("what is no instant, what no date", () => {
  const bad = [
    "2026-03-12 09:30",
    "2026-03-12T09:30:00",
    "2026-03-12T09:30:00+09:00",
    "2026-03-12T24:00:00Z",
    "2026-03-12T09:30:60Z",
    "2026-02-29T00:00:00Z",
    "2026-03-12T09:30:00.1234567Z",
    "2026-03-12T09:30:00.Z",
    "2026-03-12t09:30:00z",
    "9999-12-31T23:59:59Z",
  ];
  for (const text of bad) expect(parseInstant(text), text).toBeUndefined();
  for (const text of ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "20260101", "2026-04-31"])
    expect(isDate(text), text).toBe(false);
  expect(isDate("2024-02-29")).toBe(true);
});
