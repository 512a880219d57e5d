import type { CalendarData } from "../calendar-data.ts";

/**
 * Korea Exchange, main board; KOSDAQ (XKOS) keeps the same days and hours.
 *
 * Closed on public holidays with their substitutes, election days, temporary holidays, Labour Day and the last
 * weekday of the year, by the exchange's notices; Constitution Day (July 17) is a holiday again from 2026. The close
 * moved from 15:00 to 15:30 on 2016-08-01; a call auction fills the last ten minutes. The year's first session opens
 * an hour late and closes as ever; on the day of the college entrance exam all hours are an hour later, also on
 * 2017-11-16, when the exam itself was put off by an earthquake.
 * 2010 to 2014 are confirmed session by session by the exchange's own KOSPI history, the days to 2024 also by
 * exchange_calendars; 2025 and 2026 stand on notices and news alone, 2027 on the law of holidays and their substitutes.
 */
export const xkrx: CalendarData = {
  mic: "XKRX",
  name: "Korea Exchange",
  zone: "Asia/Seoul",
  version: "2026-11-30",
  from: "2010-01-01",
  to: "2027-12-31",
  publishedTo: "2026-12-31",
  hours: [
    { from: "2010-01-01", open: "09:00", close: "15:00", auction: ["14:50", "15:00"] },
    { from: "2016-08-01", open: "09:00", close: "15:30", auction: ["15:20", "15:30"] },
  ],
  closed: {
    2010: "01-01 02-15 03-01 05-05 05-21 06-02 09-21 09-22 09-23 12-31",
    2011: "02-02 02-03 02-04 03-01 05-05 05-10 06-06 08-15 09-12 09-13 10-03 12-30",
    2012: "01-23 01-24 03-01 04-11 05-01 05-28 06-06 08-15 10-01 10-03 12-19 12-25 12-31",
    2013: "01-01 02-11 03-01 05-01 05-17 06-06 08-15 09-18 09-19 09-20 10-03 10-09 12-25 12-31",
    2014: "01-01 01-30 01-31 05-01 05-05 05-06 06-04 06-06 08-15 09-08 09-09 09-10 10-03 10-09 12-25 12-31",
    2015: "01-01 02-18 02-19 02-20 05-01 05-05 05-25 08-14 09-28 09-29 10-09 12-25 12-31",
    2016: "01-01 02-08 02-09 02-10 03-01 04-13 05-05 05-06 06-06 08-15 09-14 09-15 09-16 10-03 12-30",
    2017: "01-27 01-30 03-01 05-01 05-03 05-05 05-09 06-06 08-15 10-02 10-03 10-04 10-05 10-06 10-09 12-25 12-29",
    2018: "01-01 02-15 02-16 03-01 05-01 05-07 05-22 06-06 06-13 08-15 09-24 09-25 09-26 10-03 10-09 12-25 12-31",
    2019: "01-01 02-04 02-05 02-06 03-01 05-01 05-06 06-06 08-15 09-12 09-13 10-03 10-09 12-25 12-31",
    2020: "01-01 01-24 01-27 04-15 04-30 05-01 05-05 08-17 09-30 10-01 10-02 10-09 12-25 12-31",
    2021: "01-01 02-11 02-12 03-01 05-05 05-19 08-16 09-20 09-21 09-22 10-04 10-11 12-31",
    2022: "01-31 02-01 02-02 03-01 03-09 05-05 06-01 06-06 08-15 09-09 09-12 10-03 10-10 12-30",
    2023: "01-23 01-24 03-01 05-01 05-05 05-29 06-06 08-15 09-28 09-29 10-02 10-03 10-09 12-25 12-29",
    2024: "01-01 02-09 02-12 03-01 04-10 05-01 05-06 05-15 06-06 08-15 09-16 09-17 09-18 10-01 10-03 10-09 12-25 12-31",
    2025: "01-01 01-27 01-28 01-29 01-30 03-03 05-01 05-05 05-06 06-03 06-06 08-15 10-03 10-06 10-07 10-08 10-09 12-25 12-31",
    2026: "01-01 02-16 02-17 02-18 03-02 05-01 05-05 05-25 06-03 07-17 08-17 09-24 09-25 10-05 10-09 12-25 12-31",
    2027: "01-01 02-08 02-09 03-01 05-05 05-13 07-19 08-16 09-14 09-15 09-16 10-04 10-11 12-27 12-31",
  },
  special: [
    {
      reason: "First session of the year",
      dates: "2010-01-04 2011-01-03 2012-01-02 2013-01-02 2014-01-02 2015-01-02 2016-01-04",
      hours: { open: "10:00", close: "15:00", auction: ["14:50", "15:00"] },
    },
    {
      reason: "First session of the year",
      dates:
        "2017-01-02 2018-01-02 2019-01-02 2020-01-02 2021-01-04 2022-01-03 2023-01-02 2024-01-02 " +
        "2025-01-02 2026-01-02 2027-01-04",
      hours: { open: "10:00", close: "15:30", auction: ["15:20", "15:30"] },
    },
    {
      reason: "College entrance exam",
      dates: "2010-11-18 2011-11-10 2012-11-08 2013-11-07 2014-11-13 2015-11-12",
      hours: { open: "10:00", close: "16:00", auction: ["15:50", "16:00"] },
    },
    {
      reason: "College entrance exam",
      dates:
        "2016-11-17 2017-11-16 2017-11-23 2018-11-15 2019-11-14 2020-12-03 2021-11-18 2022-11-17 " +
        "2023-11-16 2024-11-14 2025-11-13 2026-11-19 2027-11-18",
      hours: { open: "10:00", close: "16:30", auction: ["16:20", "16:30"] },
    },
  ],
  cancelled: [],
};

export const xkos: CalendarData = { ...xkrx, mic: "XKOS", name: "KOSDAQ" };
