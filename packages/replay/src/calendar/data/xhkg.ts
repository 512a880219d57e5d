import type { CalendarData } from "../calendar-data.ts";

/**
 * Hong Kong Stock Exchange.
 *
 * Closed on the general holidays as gazetted; half a day on the eves of Lunar New Year, Christmas and New Year. Hours
 * by the exchange's notices of 2010-11-23 (phases of 2011-03-07 and 2012-03-05) and its closing auction from
 * 2016-07-25, which ends at random within two minutes; before it, the official close was a median around the close.
 * Weather, by the exchange's rules for typhoon signal 8 and black rain: a signal still up at 9:00 costs the morning,
 * at noon the day; afternoons begin at 13:00, 13:30 or 14:00 by when it came down; one hoisted in a session ends
 * trading a quarter of an hour later. From 2024-09-23 weather no longer closes the market.
 * Checked session by session against exchange_calendars to 2025-09-05; the rest follows the gazette, 2027 the law of
 * general holidays and the lunar calendar.
 */
export const xhkg: CalendarData = {
  mic: "XHKG",
  name: "Hong Kong Stock Exchange",
  zone: "Asia/Hong_Kong",
  version: "2026-11-30",
  from: "2010-01-01",
  to: "2027-12-31",
  publishedTo: "2026-12-31",
  hours: [
    { from: "2010-01-01", open: "10:00", close: "16:00", breaks: [["12:30", "14:30"]] },
    { from: "2011-03-07", open: "09:30", close: "16:00", breaks: [["12:00", "13:30"]] },
    { from: "2012-03-05", open: "09:30", close: "16:00", breaks: [["12:00", "13:00"]] },
    {
      from: "2016-07-25",
      open: "09:30",
      close: "16:00",
      breaks: [["12:00", "13:00"]],
      auction: ["16:00", "16:10"],
    },
  ],
  closed: {
    2010: "01-01 02-15 02-16 04-02 04-05 04-06 05-21 06-16 07-01 09-23 10-01 12-27",
    2011: "02-03 02-04 04-05 04-22 04-25 05-02 05-10 06-06 07-01 09-13 10-05 12-26 12-27",
    2012: "01-02 01-23 01-24 01-25 04-04 04-06 04-09 05-01 07-02 10-01 10-02 10-23 12-25 12-26",
    2013: "01-01 02-11 02-12 02-13 03-29 04-01 04-04 05-01 05-17 06-12 07-01 09-20 10-01 10-14 12-25 12-26",
    2014: "01-01 01-31 02-03 04-18 04-21 05-01 05-06 06-02 07-01 09-09 10-01 10-02 12-25 12-26",
    2015: "01-01 02-19 02-20 04-03 04-06 04-07 05-01 05-25 07-01 09-03 09-28 10-01 10-21 12-25",
    2016: "01-01 02-08 02-09 02-10 03-25 03-28 04-04 05-02 06-09 07-01 09-16 10-10 12-26 12-27",
    2017: "01-02 01-30 01-31 04-04 04-14 04-17 05-01 05-03 05-30 10-02 10-05 12-25 12-26",
    2018: "01-01 02-16 02-19 03-30 04-02 04-05 05-01 05-22 06-18 07-02 09-25 10-01 10-17 12-25 12-26",
    2019: "01-01 02-05 02-06 02-07 04-05 04-19 04-22 05-01 05-13 06-07 07-01 10-01 10-07 12-25 12-26",
    2020: "01-01 01-27 01-28 04-10 04-13 04-30 05-01 06-25 07-01 10-01 10-02 10-26 12-25",
    2021: "01-01 02-12 02-15 04-02 04-05 04-06 05-19 06-14 07-01 09-22 10-01 10-14 12-27",
    2022: "02-01 02-02 02-03 04-05 04-15 04-18 05-02 05-09 06-03 07-01 09-12 10-04 12-26 12-27",
    2023: "01-02 01-23 01-24 01-25 04-05 04-07 04-10 05-01 05-26 06-22 10-02 10-23 12-25 12-26",
    2024: "01-01 02-12 02-13 03-29 04-01 04-04 05-01 05-15 06-10 07-01 09-18 10-01 10-11 12-25 12-26",
    2025: "01-01 01-29 01-30 01-31 04-04 04-18 04-21 05-01 05-05 07-01 10-01 10-07 10-29 12-25 12-26",
    2026: "01-01 02-17 02-18 02-19 04-03 04-06 04-07 05-01 05-25 06-19 07-01 10-01 10-19 12-25",
    2027: "01-01 02-08 02-09 03-26 03-29 04-05 05-13 06-09 07-01 09-16 10-01 10-08 12-27",
  },
  special: [
    {
      reason: "Eve of Lunar New Year, Christmas or New Year",
      dates: "2010-12-24 2010-12-31 2011-02-02",
      hours: { open: "10:00", close: "12:30" },
    },
    {
      reason: "Eve of Lunar New Year, Christmas or New Year",
      dates:
        "2012-12-24 2012-12-31 2013-12-24 2013-12-31 2014-01-30 2014-12-24 2014-12-31 2015-02-18 " +
        "2015-12-24 2015-12-31",
      hours: { open: "09:30", close: "12:00" },
    },
    {
      reason: "Eve of Lunar New Year, Christmas or New Year",
      dates:
        "2017-01-27 2018-02-15 2018-12-24 2018-12-31 2019-02-04 2019-12-24 2019-12-31 2020-01-24 " +
        "2020-12-24 2020-12-31 2021-02-11 2021-12-24 2021-12-31 2022-01-31 2024-02-09 2024-12-24 " +
        "2024-12-31 2025-01-28 2025-12-24 2025-12-31 2026-02-16 2026-12-24 2026-12-31 " +
        "2027-02-05 2027-12-24 2027-12-31",
      hours: { open: "09:30", close: "12:00", auction: ["12:00", "12:10"] },
    },
    {
      reason: "Afternoon only: typhoons Vicente, Usagi and Kalmaegi, and the black rain of 2013-05-22",
      dates: "2012-07-24 2013-05-22 2013-09-23 2014-09-16",
      hours: { open: "13:00", close: "16:00" },
    },
    {
      reason: "Afternoon only: typhoon Ma-on",
      dates: "2022-08-25",
      hours: { open: "13:00", close: "16:00", auction: ["16:00", "16:10"] },
    },
    {
      reason: "Afternoon only: typhoon Higos, and the black rain of 2021-06-28",
      dates: "2020-08-19 2021-06-28",
      hours: { open: "13:30", close: "16:00", auction: ["16:00", "16:10"] },
    },
    {
      reason: "Afternoon only: typhoon Koinu",
      dates: "2023-10-09",
      hours: { open: "14:00", close: "16:00", auction: ["16:00", "16:10"] },
    },
    {
      reason: "Ended early: storms Wipha and Nalgae",
      dates: "2019-07-31 2022-11-02",
      hours: { open: "09:30", close: "13:55", breaks: [["12:00", "13:00"]] },
    },
  ],
  cancelled: [
    { date: "2011-09-29", reason: "Typhoon Nesat" },
    { date: "2013-08-14", reason: "Typhoon Utor" },
    { date: "2016-08-02", reason: "Typhoon Nida" },
    { date: "2016-10-21", reason: "Typhoon Haima" },
    { date: "2017-08-23", reason: "Typhoon Hato" },
    { date: "2020-10-13", reason: "Storm Nangka" },
    { date: "2021-10-13", reason: "Storm Kompasu" },
    { date: "2023-07-17", reason: "Typhoon Talim" },
    { date: "2023-09-01", reason: "Typhoon Saola" },
    { date: "2023-09-08", reason: "Black rain" },
    { date: "2024-09-06", reason: "Typhoon Yagi" },
  ],
};
