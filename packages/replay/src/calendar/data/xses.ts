import type { CalendarData } from "../calendar-data.ts";

/**
 * Singapore Exchange.
 *
 * Closed on the public holidays that the Ministry of Manpower gazettes; one on a Sunday moves to Monday, one on a Saturday
 * does not. Polling days (2015-09-11, 2020-07-10, 2023-09-01) and the day of the jubilee (2015-08-07) are closed too.
 * Half a day on the eves of the Lunar New Year, Christmas and New Year. Lunch from 12:30 to 14:00 until 2011-07-29, none
 * until 2017-11-10, from 12:00 to 13:00 since. The closing routine takes the six minutes after the close.
 * The days to 2023 are those of exchange_calendars. Later ones are presumed from the festivals and the lunar calendars,
 * of which Hari Raya and Deepavali may yet move; they were compared with no list of the exchange.
 */
export const xses: CalendarData = {
  mic: "XSES",
  name: "Singapore Exchange",
  zone: "Asia/Singapore",
  version: "2026-11-30",
  from: "2010-01-01",
  to: "2027-12-31",
  publishedTo: "2023-12-31",
  hours: [
    {
      from: "2010-01-01",
      open: "09:00",
      close: "17:00",
      breaks: [["12:30", "14:00"]],
      auction: ["17:00", "17:06"],
    },
    { from: "2011-08-01", open: "09:00", close: "17:00", auction: ["17:00", "17:06"] },
    {
      from: "2017-11-13",
      open: "09:00",
      close: "17:00",
      breaks: [["12:00", "13:00"]],
      auction: ["17:00", "17:06"],
    },
  ],
  closed: {
    2010: "01-01 02-15 02-16 04-02 05-28 08-09 09-10 11-05 11-17",
    2011: "02-03 02-04 04-22 05-02 05-17 08-09 08-30 10-26 11-07 12-26",
    2012: "01-02 01-23 01-24 04-06 05-01 08-09 08-20 10-26 11-13 12-25",
    2013: "01-01 02-11 02-12 03-29 05-01 05-24 08-08 08-09 10-15 12-25",
    2014: "01-01 01-31 04-18 05-01 05-13 07-28 10-06 10-22 12-25",
    2015: "01-01 02-19 02-20 04-03 05-01 06-01 07-17 08-07 08-10 09-11 09-24 11-10 12-25",
    2016: "01-01 02-08 02-09 03-25 05-02 07-06 08-09 09-12 12-26",
    2017: "01-02 01-30 04-14 05-01 05-10 06-26 08-09 09-01 10-18 12-25",
    2018: "01-01 02-16 03-30 05-01 05-29 06-15 08-09 08-22 11-06 12-25",
    2019: "01-01 02-05 02-06 04-19 05-01 05-20 06-05 08-09 08-12 10-28 12-25",
    2020: "01-01 01-27 04-10 05-01 05-07 05-25 07-10 07-31 08-10 12-25",
    2021: "01-01 02-12 04-02 05-13 05-26 07-20 08-09 11-04",
    2022: "02-01 02-02 04-15 05-02 05-03 05-16 07-11 08-09 10-24 12-26",
    2023: "01-02 01-23 01-24 04-07 05-01 06-02 06-29 08-09 09-01 11-13 12-25",
    2024: "01-01 02-12 03-29 04-10 05-01 05-22 06-17 08-09 10-31 12-25",
    2025: "01-01 01-29 01-30 03-31 04-18 05-01 05-12 10-20 12-25",
    2026: "01-01 02-17 02-18 04-03 05-01 05-27 06-01 08-10 11-09 12-25",
    2027: "01-01 02-08 03-10 03-26 05-17 05-20 08-09 10-28",
  },
  special: [
    {
      reason: "Half a day on the eve of Lunar New Year, Christmas or New Year",
      dates:
        "2010-12-24 2010-12-31 2011-02-02 2012-12-24 2012-12-31 2013-12-24 2013-12-31 2014-01-30 " +
        "2014-12-24 2014-12-31 2015-02-18 2015-12-24 2015-12-31 2017-01-27",
      hours: { open: "09:00", close: "12:30", auction: ["12:30", "12:36"] },
    },
    {
      reason: "Half a day on the eve of Lunar New Year, Christmas or New Year",
      dates:
        "2018-02-15 2018-12-24 2018-12-31 2019-02-04 2019-12-24 2019-12-31 2020-01-24 2020-12-24 " +
        "2020-12-31 2021-02-11 2021-12-24 2021-12-31 2022-01-31 2024-02-09 2024-12-24 2024-12-31 " +
        "2025-01-28 2025-12-24 2025-12-31 2026-02-16 2026-12-24 2026-12-31 2027-02-05 2027-12-24 " +
        "2027-12-31",
      hours: { open: "09:00", close: "12:00", auction: ["12:00", "12:06"] },
    },
    {
      reason: "Ended early: a fault of the exchange's systems",
      dates: "2016-07-14",
      hours: { open: "09:00", close: "11:38" },
    },
  ],
  cancelled: [],
};
