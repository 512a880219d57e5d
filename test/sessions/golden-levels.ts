/**
 * The quoted levels of the golden tape, by session: when, which level, and whose it is (a tag of the README; `SYN`
 * is invented). Times are local; official closes stand in the last row of a session.
 */

/** `[time, level, tag]`; the time `close` is the official close. */
export type LevelRow = readonly [time: string, level: number, tag: string];

/** Levels of one instrument in one session. */
export interface LevelPath {
  readonly instrument: string;
  readonly date: string;
  readonly rows: readonly LevelRow[];
}

/** Sessions of which the tape keeps the official close alone. */
// prettier-ignore
const closes: readonly [instrument: string, date: string, level: number, tag: string][] = [
  ["TOPX", "2026-02-06", 3699.00,  "derived"],
  ["KS11",  "2026-02-05", 5163.57,  "derived"],
  ["KS11",  "2026-02-06", 5089.14,  "khan"],
  ["KS11",  "2026-02-09", 5298.04,  "khan"],
  ["KQ11",  "2026-02-06", 1080.77,  "derived"],
  ["KQ11",  "2026-02-09", 1127.55,  "khan"],
  ["HSI",   "2026-02-09", 27027.0,  "SYN"],
  ["SSEC",  "2026-02-09", 4123.09,  "ginlix"],
  ["AXJO",  "2026-02-05", 8690.0,   "SYN"],
  ["AXJO",  "2026-02-06", 8708.8,   "derived"],
  ["AXJO",  "2026-02-09", 8870.1,   "derived"],
  ["NSEI",  "2026-02-09", 25867.30, "equitybulls"],
  ["SPX",   "2026-02-05", 6798.40,  "derived"],
  ["SPX",   "2026-02-06", 6932.30,  "creditnewsinsider"],
  ["DJI",   "2026-02-05", 48908.72, "derived"],
  ["DJI",   "2026-02-06", 50115.67, "creditnewsinsider"],
  ["IXIC",  "2026-02-05", 22540.58, "derived"],
  ["IXIC",  "2026-02-06", 23031.21, "creditnewsinsider"],
  ["9434",  "2026-02-06", 213.0,    "SYN"],
];

/** Sessions with a path. */
// prettier-ignore
const paths: readonly LevelPath[] = [
  { instrument: "TOPX", date: "2026-02-09", rows: [
    ["09:00", 3745.60, "SYN"], ["10:10", 3825.00, "SYN"], ["14:00", 3790.20, "SYN"], ["close", 3783.57, "zaikei"],
  ] },
  { instrument: "9434", date: "2026-02-09", rows: [
    ["09:00", 213.5, "SYN"], ["14:00", 214.5, "SYN"], ["close", 215.0, "SYN"],
  ] },
  { instrument: "SPX", date: "2026-02-09", rows: [
    ["09:30", 6925.10, "SYN"], ["10:21", 6918.45, "SYN"], ["13:00", 6971.20, "SYN"], ["15:59", 6964.10, "SYN"],
    ["close", 6964.82, "general"],
  ] },
  { instrument: "DJI", date: "2026-02-09", rows: [
    ["09:30", 50080.00, "SYN"], ["10:21", 49982.95, "ts2"], ["13:40", 50160.00, "SYN"], ["15:59", 50134.20, "SYN"],
    ["close", 50135.87, "nihonnews"],
  ] },
  { instrument: "IXIC", date: "2026-02-09", rows: [
    ["09:30", 22990.40, "SYN"], ["13:00", 23262.00, "SYN"], ["15:59", 23236.90, "SYN"], ["close", 23238.67, "nihonnews"],
  ] },
  { instrument: "AXJO", date: "2026-02-10", rows: [
    ["10:00", 8872.0, "SYN"], ["11:40", 8926.0, "fxpremiere"], ["13:45", 8901.5, "SYN"], ["15:30", 8887.8, "SYN"],
    ["15:52", 8867.0, "fxpremiere"], ["close", 8867.4, "finnewsnetwork"],
  ] },
  { instrument: "TOPX", date: "2026-02-10", rows: [
    ["09:00", 3812.30, "SYN"], ["09:41", 3840.47, "kyodo"], ["10:20", 3854.16, "reuters"], ["11:30", 3858.90, "SYN"],
    ["13:30", 3860.24, "SYN"], ["14:30", 3857.05, "SYN"], ["close", 3855.28, "jiji"],
  ] },
  { instrument: "9434", date: "2026-02-10", rows: [
    ["09:00", 218.0, "SYN"], ["10:45", 218.5, "SYN"], ["13:30", 217.2, "SYN"], ["close", 216.5, "SYN"],
  ] },
  { instrument: "KS11", date: "2026-02-10", rows: [
    ["09:00", 5322.10, "SYN"], ["10:15", 5341.75, "SYN"], ["11:50", 5296.60, "SYN"], ["13:30", 5308.64, "SYN"],
    ["14:40", 5303.20, "SYN"], ["close", 5301.69, "general"],
  ] },
  { instrument: "KQ11", date: "2026-02-10", rows: [
    ["09:00", 1131.20, "SYN"], ["09:35", 1126.40, "SYN"], ["11:50", 1119.05, "SYN"], ["13:30", 1115.15, "SYN"],
    ["14:40", 1113.80, "SYN"], ["close", 1115.20, "general"],
  ] },
  { instrument: "HSI", date: "2026-02-10", rows: [
    ["09:30", 27120.00, "SYN"], ["10:45", 27228.50, "SYN"], ["12:00", 27189.2, "SYN"], ["14:30", 27205.10, "SYN"],
    ["close", 27183, "derived"],
  ] },
  { instrument: "SSEC", date: "2026-02-10", rows: [
    ["09:30", 4121.90, "SYN"], ["10:30", 4113.25, "SYN"], ["11:30", 4116.91, "SYN"], ["14:00", 4122.40, "SYN"],
    ["close", 4126.50, "SYN"],
  ] },
  { instrument: "NSEI", date: "2026-02-10", rows: [
    ["09:15", 25912.60, "SYN"], ["10:00", 25944.90, "SYN"], ["12:30", 25955.65, "business-standard"],
    ["15:25", 25931.80, "SYN"], ["close", 25935.15, "equitybulls"],
  ] },
];

export const levelPaths: readonly LevelPath[] = [
  ...closes.map(([instrument, date, level, tag]): LevelPath => ({
    instrument,
    date,
    rows: [["close", level, tag]],
  })),
  ...paths,
];
