import type { CalendarData } from "../calendar-data.ts";

/**
 * Taiwan Stock Exchange.
 *
 * Closed on the national holidays and on the days before the Lunar New Year on which trades are settled alone. Until
 * 2018 a bridge day was made up for by trading on a Saturday. From late 2025 on Teachers' Day, Retrocession Day,
 * Constitution Day and the second day before the Lunar New Year are holidays too. The market is closed when Taipei is,
 * for typhoons. The closing call auction fills the last five minutes.
 * The days to 2024 follow the calendar of exchange_calendars and published schedules, typhoons as far as they were found;
 * those from 2025 on the law of holidays and the lunar calendar, and were compared with no list of the exchange.
 */
export const xtai: CalendarData = {
  mic: "XTAI",
  name: "Taiwan Stock Exchange",
  zone: "Asia/Taipei",
  version: "2026-11-30",
  from: "2010-01-01",
  to: "2027-12-31",
  publishedTo: "2024-12-31",
  hours: [{ from: "2010-01-01", open: "09:00", close: "13:30", auction: ["13:25", "13:30"] }],
  closed: {
    2010: "01-01 02-11 02-12 02-15 02-16 02-17 02-18 02-19 04-05 06-16 09-22",
    2011: "01-31 02-01 02-02 02-03 02-04 02-07 02-28 04-04 04-05 05-02 06-06 09-12 10-10",
    2012: "01-19 01-20 01-23 01-24 01-25 01-26 01-27 02-27 02-28 04-04 05-01 10-10 12-31",
    2013: "01-01 02-07 02-08 02-11 02-12 02-13 02-14 02-15 02-28 04-04 04-05 05-01 06-12 09-19 09-20 10-10",
    2014: "01-01 01-28 01-29 01-30 01-31 02-03 02-04 02-28 04-04 05-01 06-02 09-08 10-10",
    2015: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 02-27 04-03 04-06 05-01 06-19 09-28 10-09",
    2016:
      "01-01 02-04 02-05 02-08 02-09 02-10 02-11 02-12 02-29 04-04 04-05 05-02 06-09 06-10 " +
      "09-15 09-16 10-10",
    2017:
      "01-02 01-25 01-26 01-27 01-30 01-31 02-01 02-27 02-28 04-03 04-04 05-01 05-29 05-30 " +
      "10-04 10-09 10-10",
    2018: "01-01 02-13 02-14 02-15 02-16 02-19 02-20 02-28 04-04 04-05 04-06 05-01 06-18 09-24 10-10 12-31",
    2019:
      "01-01 01-31 02-01 02-04 02-05 02-06 02-07 02-08 02-28 03-01 04-04 04-05 05-01 06-07 " +
      "09-13 10-10 10-11",
    2020:
      "01-01 01-21 01-22 01-23 01-24 01-27 01-28 01-29 02-28 04-02 04-03 05-01 06-25 06-26 " +
      "10-01 10-02 10-09",
    2021:
      "01-01 02-08 02-09 02-10 02-11 02-12 02-15 02-16 03-01 04-02 04-05 04-30 06-14 09-20 09-21 " +
      "10-11 12-31",
    2022: "01-27 01-28 01-31 02-01 02-02 02-03 02-04 02-28 04-04 04-05 05-02 06-03 09-09 10-10",
    2023:
      "01-02 01-18 01-19 01-20 01-23 01-24 01-25 01-26 01-27 02-27 02-28 04-03 04-04 04-05 05-01 " +
      "06-22 06-23 09-29 10-09 10-10",
    2024: "01-01 02-06 02-07 02-08 02-09 02-12 02-13 02-14 02-28 04-04 04-05 05-01 06-10 09-17 10-10",
    2025:
      "01-01 01-23 01-24 01-27 01-28 01-29 01-30 01-31 02-28 04-03 04-04 05-01 05-30 09-29 " +
      "10-06 10-10 10-24 12-25",
    2026:
      "01-01 02-12 02-13 02-16 02-17 02-18 02-19 02-20 02-27 04-03 04-06 05-01 06-19 09-25 09-28 " +
      "10-09 10-26 12-25",
    2027:
      "01-01 02-02 02-03 02-04 02-05 02-08 02-09 02-10 03-01 04-05 04-06 04-30 06-09 09-15 09-28 " +
      "10-11 10-25 12-24 12-31",
  },
  special: [
    {
      reason: "Saturday in exchange for a bridge day",
      dates:
        "2010-02-06 2012-02-04 2012-03-03 2012-12-22 2013-02-23 2013-09-14 2014-12-27 2016-01-30 " +
        "2016-06-04 2016-09-10 2017-02-18 2017-06-03 2017-09-30 2018-03-31 2018-12-22",
      hours: { open: "09:00", close: "13:30", auction: ["13:25", "13:30"] },
    },
  ],
  cancelled: [
    { date: "2012-08-02", reason: "Typhoon Saola" },
    { date: "2013-08-21", reason: "Typhoon Trami" },
    { date: "2014-07-23", reason: "Typhoon Matmo" },
    { date: "2015-07-10", reason: "Typhoon Chan-hom" },
    { date: "2015-09-29", reason: "Typhoon Dujuan" },
    { date: "2016-07-08", reason: "Typhoon Nepartak" },
    { date: "2016-09-27", reason: "Typhoon Megi" },
    { date: "2016-09-28", reason: "Typhoon Megi" },
    { date: "2019-08-09", reason: "Typhoon Lekima" },
    { date: "2019-09-30", reason: "Typhoon Mitag" },
    { date: "2023-08-03", reason: "Typhoon Khanun" },
    { date: "2024-07-24", reason: "Typhoon Gaemi" },
    { date: "2024-07-25", reason: "Typhoon Gaemi" },
    { date: "2024-10-02", reason: "Typhoon Krathon" },
    { date: "2024-10-03", reason: "Typhoon Krathon" },
    { date: "2024-10-31", reason: "Typhoon Kong-rey" },
  ],
};
