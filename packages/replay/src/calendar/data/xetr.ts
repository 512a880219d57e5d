import type { CalendarData } from "../calendar-data.ts";

/**
 * Xetra, Frankfurt; the floor (XFRA) keeps the same days, and is given Xetra's hours, which are those of the main market.
 *
 * Closed on New Year's Day, Good Friday, Easter Monday, May 1, December 24 to 26 and 31, on Whit Monday from 2015 to 2021,
 * on October 3 from 2014 to 2021, and on 2017-10-31; none moves off a weekend. The year's last session ends at 14:00,
 * which the exchange decides each year. The closing auction takes the five minutes after the close.
 * Rules checked against exchange_calendars; no session list of this market has been compared.
 */
export const xetr: CalendarData = {
  mic: "XETR",
  name: "Xetra",
  zone: "Europe/Berlin",
  version: "2026-11-30",
  from: "2010-01-01",
  to: "2027-12-31",
  publishedTo: "2026-12-31",
  hours: [{ from: "2010-01-01", open: "09:00", close: "17:30", auction: ["17:30", "17:35"] }],
  closed: {
    2010: "01-01 04-02 04-05 12-24 12-31",
    2011: "04-22 04-25 12-26",
    2012: "04-06 04-09 05-01 12-24 12-25 12-26 12-31",
    2013: "01-01 03-29 04-01 05-01 12-24 12-25 12-26 12-31",
    2014: "01-01 04-18 04-21 05-01 10-03 12-24 12-25 12-26 12-31",
    2015: "01-01 04-03 04-06 05-01 05-25 12-24 12-25 12-31",
    2016: "01-01 03-25 03-28 05-16 10-03 12-26",
    2017: "04-14 04-17 05-01 06-05 10-03 10-31 12-25 12-26",
    2018: "01-01 03-30 04-02 05-01 05-21 10-03 12-24 12-25 12-26 12-31",
    2019: "01-01 04-19 04-22 05-01 06-10 10-03 12-24 12-25 12-26 12-31",
    2020: "01-01 04-10 04-13 05-01 06-01 12-24 12-25 12-31",
    2021: "01-01 04-02 04-05 05-24 12-24 12-31",
    2022: "04-15 04-18 12-26",
    2023: "04-07 04-10 05-01 12-25 12-26",
    2024: "01-01 03-29 04-01 05-01 12-24 12-25 12-26 12-31",
    2025: "01-01 04-18 04-21 05-01 12-24 12-25 12-26 12-31",
    2026: "01-01 04-03 04-06 05-01 12-24 12-25 12-31",
    2027: "01-01 03-26 03-29 12-24 12-31",
  },
  special: [
    {
      reason: "Last session of the year",
      dates:
        "2010-12-30 2011-12-30 2012-12-28 2013-12-30 2014-12-30 2015-12-30 2016-12-30 2017-12-29 " +
        "2018-12-28 2019-12-30 2020-12-30 2021-12-30 2022-12-30 2023-12-29 2024-12-30 2025-12-30 " +
        "2026-12-30 2027-12-30",
      hours: { open: "09:00", close: "14:00", auction: ["14:00", "14:05"] },
    },
  ],
  cancelled: [],
};

export const xfra: CalendarData = { ...xetr, mic: "XFRA", name: "Frankfurt Stock Exchange" };
