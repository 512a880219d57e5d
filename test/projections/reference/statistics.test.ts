/** Published statistics: the last of a subject, date and name stands. */
import { describe, expect, test } from "vitest";
import { FRI, lastCode, type Line, MON, shown, tape, THU, tokyo } from "../tape.ts";

const figure = (date: string, name: string, value: number | string, more = {}): Line =>
  ({ type: "StatisticPublished", mic: "XTKS", date, name, value, ...more }) as Line;

describe("a statistic", () => {
  test("of one subject, date and name the last on the tape stands; the last date is shown", () => {
    const { statistics } = shown(
      tokyo,
      figure(MON, "volume", "431000000.0", { unit: "shares" }),
      figure(FRI, "volume", 1, { unit: "shares" }),
      figure(MON, "netForeign", -412.5, { unit: "KRW" }),
      figure(MON, "netForeign", 1e21, { unit: "KRW" }),
      { type: "StatisticPublished", instrument: "A", date: THU, name: "turnover", value: "0.10" } as Line,
    );
    expect(statistics).toEqual([
      { mic: null, instrument: "A", date: THU, name: "turnover", value: "0.1", unit: null },
      {
        mic: "XTKS",
        instrument: null,
        date: MON,
        name: "netForeign",
        value: "1000000000000000000000",
        unit: "KRW",
      },
      { mic: "XTKS", instrument: null, date: MON, name: "volume", value: "431000000", unit: "shares" },
    ]);
  });

  test("is refused for what is not listed, and changes values but no price", () => {
    expect(lastCode(tokyo, figure(MON, "advancers", 3, { mic: "XXXX" }))).toBe("unknown");
    const [before, after] = [shown(tokyo), shown(tokyo, figure(MON, "advancers", 3))];
    expect(after.instruments).toEqual(before.instruments);
    expect(after.valuesDigest).not.toBe(before.valuesDigest);
    expect(shown(tokyo).statistics).toEqual([]);
  });

  test("names exactly one of market and instrument, a name of the list and a unit", () => {
    const faulty = (more: object) => () => tape(figure(MON, "volume", 1, more));
    expect(faulty({ instrument: "A" })).toThrow("must name either mic or instrument");
    expect(faulty({ mic: undefined })).toThrow("must name either mic or instrument");
    expect(faulty({ unit: "yen" })).toThrow("is no unit; write three capital letters");
    expect(faulty({ name: "turnovers" })).toThrow("must be one of advancers");
  });
});
