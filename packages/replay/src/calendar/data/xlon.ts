import type { CalendarData } from "../calendar-data.ts";

/**
 * London Stock Exchange.
 *
 * Closed on the bank holidays of England: New Year's Day, Christmas and Boxing Day move off a weekend to the next
 * weekday, Good Friday and Easter Monday, the first and the last Monday of May, the last of August. The first of May's
 * was kept on 2020-05-08, the last of May's on 2012-06-04 and 2022-06-02; beside them closed for a royal wedding
 * (2011-04-29), two jubilees (2012-06-05, 2022-06-03), a funeral (2022-09-19) and a coronation (2023-05-08). Half a day
 * on the last weekdays to December 24 and 31. The closing auction takes the five minutes after the close.
 * The days follow these rules; no session list of this market has been compared.
 */
export const xlon: CalendarData = {
  mic: "XLON",
  name: "London Stock Exchange",
  zone: "Europe/London",
  version: "2026-11-30",
  from: "2010-01-01",
  to: "2027-12-31",
  publishedTo: "2026-12-31",
  hours: [{ from: "2010-01-01", open: "08:00", close: "16:30", auction: ["16:30", "16:35"] }],
  closed: {
    2010: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2011: "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27",
    2012: "01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26",
    2013: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2014: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2015: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2016: "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
    2017: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2018: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
  },
  special: [
    {
      reason: "Half a day before Christmas or New Year",
      dates:
        "2010-12-24 2010-12-31 2011-12-23 2011-12-30 2012-12-24 2012-12-31 2013-12-24 2013-12-31 " +
        "2014-12-24 2014-12-31 2015-12-24 2015-12-31 2016-12-23 2016-12-30 2017-12-22 2017-12-29 " +
        "2018-12-24 2018-12-31 2019-12-24 2019-12-31 2020-12-24 2020-12-31 2021-12-24 2021-12-31 " +
        "2022-12-23 2022-12-30 2023-12-22 2023-12-29 2024-12-24 2024-12-31 2025-12-24 2025-12-31 " +
        "2026-12-24 2026-12-31 2027-12-24 2027-12-31",
      hours: { open: "08:00", close: "12:30", auction: ["12:30", "12:35"] },
    },
  ],
  cancelled: [],
};
