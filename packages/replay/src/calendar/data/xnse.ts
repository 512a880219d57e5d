import type { CalendarData } from "../calendar-data.ts";

const OUTAGE: CalendarData["special"][number] = {
  reason: "Outage from 11:40 to 15:45",
  dates: "2021-02-24",
  hours: { open: "09:15", close: "17:00", breaks: [["11:40", "15:45"]] },
};

/**
 * National Stock Exchange of India; the Bombay exchange (XBOM) publishes the same days and hours.
 *
 * Holidays by the exchanges' yearly circulars and later changes (elections, days of mourning). The opening moved from
 * 9:00 to 9:15 on 2010-10-18, with the pre-open call. On Diwali, weekday or not, a "muhurat" session of about an hour
 * stands for the day. Budgets on a weekend are full sessions (2015-02-28, 2020-02-01, 2025-02-01, 2026-02-01), as was
 * 2024-01-20; other Saturdays tested new systems or the recovery site. The official close is the average of the last
 * half hour, so it has no auction.
 * Days confirmed by a public Nifty 50 history to August 2021 and by exchange_calendars' XBOM to 2026 (but for
 * 2013-11-15, where that has the 14th). Hours of muhurat sessions from 2015 by circulars and news, those of 2011 to
 * 2014, and the Saturdays before 2014, by general knowledge. The muhurat session of Sunday 2026-11-08 is
 * by the exchange's list of holidays; its hours, announced later, were not to hand and are presumed from other years.
 * 2027 is presumed from the festivals; the exchange's list comes out in December, and days set by the moon may move by one.
 * On 2021-02-24 an outage stopped the National exchange at 11:40 and it traded on from 15:45 to 17:00 (its press
 * release of the day); Bombay's day is given as it was scheduled.
 */
export const xnse: CalendarData = {
  mic: "XNSE",
  name: "National Stock Exchange of India",
  zone: "Asia/Kolkata",
  version: "2026-11-30",
  from: "2010-01-01",
  to: "2027-12-31",
  publishedTo: "2026-12-31",
  hours: [
    { from: "2010-01-01", open: "09:00", close: "15:30" },
    { from: "2010-10-18", open: "09:15", close: "15:30" },
  ],
  closed: {
    2010: "01-01 01-26 02-12 03-01 03-24 04-02 04-14 09-10 11-17 12-17",
    2011: "01-26 03-02 04-12 04-14 04-22 08-15 08-31 09-01 10-06 10-27 11-07 11-10 12-06",
    2012: "01-26 02-20 03-08 04-05 04-06 05-01 08-15 08-20 09-19 10-02 10-24 11-14 11-28 12-25",
    2013: "03-27 03-29 04-19 04-24 05-01 08-09 08-15 09-09 10-02 10-16 11-04 11-15 12-25",
    2014: "02-27 03-17 04-08 04-14 04-18 04-24 05-01 07-29 08-15 08-29 10-02 10-03 10-06 10-15 10-24 11-04 11-06 12-25",
    2015: "01-26 02-17 03-06 04-02 04-03 04-14 05-01 09-17 09-25 10-02 10-22 11-12 11-25 12-25",
    2016: "01-26 03-07 03-24 03-25 04-14 04-15 04-19 07-06 08-15 09-05 09-13 10-11 10-12 10-31 11-14",
    2017: "01-26 02-24 03-13 04-04 04-14 05-01 06-26 08-15 08-25 10-02 10-20 12-25",
    2018: "01-26 02-13 03-02 03-29 03-30 05-01 08-15 08-22 09-13 09-20 10-02 10-18 11-08 11-23 12-25",
    2019: "03-04 03-21 04-17 04-19 04-29 05-01 06-05 08-12 08-15 09-02 09-10 10-02 10-08 10-21 10-28 11-12 12-25",
    2020: "02-21 03-10 04-02 04-06 04-10 04-14 05-01 05-25 10-02 11-16 11-30 12-25",
    2021: "01-26 03-11 03-29 04-02 04-14 04-21 05-13 07-21 08-19 09-10 10-15 11-05 11-19",
    2022: "01-26 03-01 03-18 04-14 04-15 05-03 08-09 08-15 08-31 10-05 10-26 11-08",
    2023: "01-26 03-07 03-30 04-04 04-07 04-14 05-01 06-29 08-15 09-19 10-02 10-24 11-14 11-27 12-25",
    2024: "01-22 01-26 03-08 03-25 03-29 04-11 04-17 05-01 05-20 06-17 07-17 08-15 10-02 11-15 11-20 12-25",
    2025: "02-26 03-14 03-31 04-10 04-14 04-18 05-01 08-15 08-27 10-02 10-22 11-05 12-25",
    2026: "01-15 01-26 03-03 03-26 03-31 04-03 04-14 05-01 05-28 06-26 09-14 10-02 10-20 11-10 11-24 12-25",
    2027: "01-26 03-10 03-22 03-26 04-14 04-15 04-19 05-17 06-16",
  },
  special: [
    muhurat("2010-11-05", "18:00", "19:00"),
    muhurat("2011-10-26", "16:45", "18:00"),
    muhurat("2012-11-13", "15:45", "17:00"),
    muhurat("2013-11-03 2014-10-23", "18:15", "19:30"),
    muhurat("2015-11-11", "17:45", "18:45"),
    muhurat("2016-10-30 2017-10-19", "18:30", "19:30"),
    muhurat("2018-11-07", "17:30", "18:30"),
    muhurat("2019-10-27 2020-11-14 2021-11-04 2022-10-24 2023-11-12", "18:15", "19:15"),
    muhurat("2024-11-01", "18:00", "19:00"),
    muhurat("2025-10-21", "13:45", "14:45"),
    { ...muhurat("2026-11-08", "18:00", "19:00"), reason: "Muhurat trading on Diwali, hours presumed" },
    { ...muhurat("2027-10-29", "18:00", "19:00"), reason: "Muhurat trading on Diwali, presumed" },
    OUTAGE,
    {
      reason: "Full session on a weekend",
      dates: "2015-02-28 2020-02-01 2024-01-20 2025-02-01 2026-02-01",
      hours: { open: "09:15", close: "15:30" },
    },
    {
      reason: "Test of the trading system",
      dates: "2010-02-06",
      hours: { open: "11:00", close: "12:30" },
    },
    {
      reason: "Test of the trading system",
      dates: "2012-01-07 2012-03-03 2012-04-28 2012-09-08 2013-05-11 2014-03-22",
      hours: { open: "11:15", close: "12:45" },
    },
    {
      reason: "Test of the recovery site",
      dates: "2024-03-02",
      hours: { open: "09:15", close: "12:30", breaks: [["10:00", "11:30"]] },
    },
    {
      reason: "Test of the recovery site",
      dates: "2024-05-18",
      hours: { open: "09:15", close: "12:40", breaks: [["10:00", "11:45"]] },
    },
  ],
  cancelled: [],
};

export const xbom: CalendarData = {
  ...xnse,
  mic: "XBOM",
  name: "Bombay Stock Exchange",
  special: xnse.special.filter((days) => days !== OUTAGE),
};

function muhurat(dates: string, open: string, close: string): CalendarData["special"][number] {
  return { reason: "Muhurat trading on Diwali", dates, hours: { open, close } };
}
