import type { CalendarData } from "../calendar-data.ts";

/**
 * Australian Securities Exchange, Sydney.
 *
 * Closed on the national holidays as New South Wales keeps them, by the exchange's trading calendars: New Year's Day,
 * Australia Day, Christmas and Boxing Day move off a weekend, Anzac Day does not (but 2010-04-26 and, beside Easter
 * Monday, 2011-04-26). 2022-09-22 was the day of mourning for Elizabeth II. The last sessions before Christmas and
 * before New Year close at 14:10, not in 2022. Openings are staggered over some minutes until the single open of
 * 2025-06-23. The closing single price auction prints some ten minutes after the close, at random within a minute or two.
 * Rules checked against exchange_calendars; no session list of this market has been compared. 2027 follows the rules.
 */
export const xasx: CalendarData = {
  mic: "XASX",
  name: "Australian Securities Exchange",
  zone: "Australia/Sydney",
  version: "2026-11-30",
  from: "2010-01-01",
  to: "2027-12-31",
  publishedTo: "2026-12-31",
  hours: [
    { from: "2010-01-01", open: "10:00", close: "16:00", auction: ["16:00", "16:12"] },
    { from: "2025-06-23", open: "10:00", close: "16:00", auction: ["16:00", "16:11"] },
  ],
  closed: {
    2010: "01-01 01-26 04-02 04-05 04-26 06-14 12-27 12-28",
    2011: "01-03 01-26 04-22 04-25 04-26 06-13 12-26 12-27",
    2012: "01-02 01-26 04-06 04-09 04-25 06-11 12-25 12-26",
    2013: "01-01 01-28 03-29 04-01 04-25 06-10 12-25 12-26",
    2014: "01-01 01-27 04-18 04-21 04-25 06-09 12-25 12-26",
    2015: "01-01 01-26 04-03 04-06 06-08 12-25 12-28",
    2016: "01-01 01-26 03-25 03-28 04-25 06-13 12-26 12-27",
    2017: "01-02 01-26 04-14 04-17 04-25 06-12 12-25 12-26",
    2018: "01-01 01-26 03-30 04-02 04-25 06-11 12-25 12-26",
    2019: "01-01 01-28 04-19 04-22 04-25 06-10 12-25 12-26",
    2020: "01-01 01-27 04-10 04-13 06-08 12-25 12-28",
    2021: "01-01 01-26 04-02 04-05 06-14 12-27 12-28",
    2022: "01-03 01-26 04-15 04-18 04-25 06-13 09-22 12-26 12-27",
    2023: "01-02 01-26 04-07 04-10 04-25 06-12 12-25 12-26",
    2024: "01-01 01-26 03-29 04-01 04-25 06-10 12-25 12-26",
    2025: "01-01 01-27 04-18 04-21 04-25 06-09 12-25 12-26",
    2026: "01-01 01-26 04-03 04-06 06-08 12-25 12-28",
    2027: "01-01 01-26 03-26 03-29 06-14 12-27 12-28",
  },
  special: [
    {
      reason: "Early close before Christmas and New Year",
      dates:
        "2010-12-24 2010-12-31 2011-12-23 2011-12-30 2012-12-24 2012-12-31 2013-12-24 2013-12-31 " +
        "2014-12-24 2014-12-31 2015-12-24 2015-12-31 2016-12-23 2016-12-30 2017-12-22 2017-12-29 " +
        "2018-12-24 2018-12-31 2019-12-24 2019-12-31 2020-12-24 2020-12-31 2021-12-24 2021-12-31 " +
        "2023-12-22 2023-12-29 2024-12-24 2024-12-31 2025-12-24 2025-12-31 2026-12-24 2026-12-31 2027-12-24 2027-12-31",
      hours: { open: "10:00", close: "14:10", auction: ["14:10", "14:22"] },
    },
  ],
  cancelled: [],
};
