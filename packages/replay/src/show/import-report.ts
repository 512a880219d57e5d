/** Texts of an import: its report when it is done, and the list of its profiles. */
import type { Profile, Shape } from "../import/read/profile.ts";
import { rejectCodes } from "../import/read/reading.ts";
import type { QuirkCounts } from "../import/lay/quirks.ts";
import type { ImportSummary } from "../import/report/import-summary.ts";
import { counted } from "./counted.ts";
import { reusedIdsLine } from "./gap-lines.ts";

/** Most dates listed; the rest is only counted. */
const DATES_SHOWN = 5;

/** Describes an import; `where` says where the events went: `to n225.jsonl`. */
export function describeSummary(summary: ImportSummary, where: string): string {
  const { rows, taken, known, corrected, skipped, files, events, from, to, quirks } = summary;
  const span = from === null || to === null ? "" : `, sessions ${from} to ${to}`;
  const lines = [
    `${counted(events, "event")} ${where}${span}`,
    `${counted(rows, "row")} of ${counted(files, "file")}: ${taken} taken, ${rows - taken - skipped - known} refused${skipped > 0 ? `, ${skipped} skipped` : ""}`,
    ...(known > 0 ? [`${counted(known, "row")} stood there already`] : []),
    ...(corrected > 0 ? [`${counted(corrected, "event")} put right what had changed`] : []),
    ...Object.entries(summary.rejected).map(([code, rejected]) => {
      const reason = rejectCodes[code as keyof typeof rejectCodes];
      return `  ${rejected} ${code}: ${reason}`;
    }),
  ];
  const notes = summary.notes.map((text) => `note: ${text}`);
  const oddities = oddityLines(quirks);
  const odd = oddities.length === 0 ? ["nothing odd"] : ["taken as they are:", ...oddities];
  return `${[...lines, ...notes, ...odd].join("\n")}\n${reusedIdsLine(summary.reusedIds)}`;
}

/** Each kind of oddity that was met, with its count. */
function oddityLines(quirks: QuirkCounts): string[] {
  return [
    note(quirks.outOfOrder, "out-of-order", "rows earlier than one before them, put in order"),
    note(
      quirks.rounded,
      "rounded",
      "prices with more digits than the scale holds; a new tape takes another --scale",
    ),
    note(quirks.flatBars, "flat-bars", "bars of one price"),
    note(quirks.partialBars, "partial-bars", "bars without an open, high or low"),
    note(quirks.crossedBars, "crossed-bars", "bars whose high or low does not span open and close"),
    note(quirks.repeatedBars, "repeated-bars", "bars equal to the session before, often a holiday filled up"),
    note(
      quirks.closingCrosses,
      "closing-crosses",
      "largest prints within a minute of the bell, taken for the closing cross; a mapping's conditions can say which is",
    ),
    note(
      quirks.unfinished,
      "unfinished",
      "last sessions with nothing but a close: the day may not have been over",
    ),
    note(quirks.gaps.length, "gaps", `scheduled sessions without a row: ${dates(quirks.gaps)}`),
    note(
      quirks.unscheduled.length,
      "unscheduled",
      `sessions the calendar does not have: ${dates(quirks.unscheduled)}`,
    ),
    note(
      quirks.weekends.length,
      "weekends",
      `sessions on a Saturday or Sunday, outside any calendar: ${dates(quirks.weekends)}`,
    ),
    note(
      quirks.afterPauses.length,
      "after-pauses",
      `sessions after over eleven days without any, outside any calendar: ${dates(quirks.afterPauses)}`,
    ),
    note(
      quirks.latePrices,
      "late-prices",
      "prices a bar did not have before, and that its ended session can take no more",
    ),
    note(quirks.earlySplits, "early-splits", "splits before the first session, left out"),
    note(
      quirks.unreadSplits.length,
      "unread-splits",
      `splits whose ratio cannot be read, left out: ${dates(quirks.unreadSplits.map(named))}`,
    ),
    note(
      quirks.unfoundedForecasts,
      "unfounded-forecasts",
      "revisions without the forecast before them, told as first ones; import earlier statements with them",
    ),
    note(
      quirks.jumps.length,
      "jumps",
      `closes far from the one before, perhaps a split nobody told: ${dates(quirks.jumps.map(named))}`,
    ),
  ].filter((line) => line !== undefined);
}

/** The profiles and the names of their columns, for `--help`. */
export function listProfiles(profiles: readonly Profile[]): string {
  const lines = profiles.flatMap(({ name, shapes }) =>
    distinct(shapes).map(({ columns }, index) => {
      const names = columns.map((column) => `${column.name}${column.isOptional === true ? "?" : ""}`);
      return `  ${index === 0 ? name : `${name}, or`}: ${names.join(", ")}`;
    }),
  );
  const title = "Profiles and their columns (? optional; --profiles says what each means):";
  return [title, ...new Set(lines)].join("\n");
}

export function describeProfiles(profiles: readonly Profile[]): string {
  return `${profiles.map(describeProfile).join("\n")}\n${SQL}`;
}

/** Examples for files that no profile fits: a query for each kind of rows. */
const SQL = `--sql: whatever no profile fits, by a query to DuckDB that gives the columns of one
  --profile ohlc   --sql "select d as date, cast(o as decimal(18,2)) as open, cast(h as decimal(18,2)) as high, cast(l as decimal(18,2)) as low, cast(c as decimal(18,2)) as close from 'days/*.csv'"
  --profile bars   --sql "select ts as time, sym as instrument, o as open, h as high, l as low, c as close from read_csv('bars/*.csv', all_varchar = true)"
  --profile ticks  --sql "select t as time, cast(px as decimal(18,4)) as price, qty as size from 'trades.parquet'"
`;

/** The profiles for programs: the layouts of each, with their columns. */
export function profilesDocument(profiles: readonly Profile[]): object {
  const layout = ({ columns, header }: Shape): object => ({
    header: header !== "none",
    columns: columns.map(({ name, meaning, isOptional = false }) => ({
      name,
      meaning,
      optional: isOptional,
    })),
  });
  return {
    profiles: profiles.map(({ name, summary, shapes }) => ({
      name,
      summary,
      layouts: distinct(shapes).map(layout),
    })),
  };
}

function describeProfile({ name, summary, shapes }: Profile): string {
  const layouts = distinct(shapes).map(({ columns, header }) => {
    const width = Math.max(...columns.map((column) => column.name.length));
    const rows = columns.map((column) => {
      const isOptional = column.isOptional === true ? " (optional)" : "";
      return `    ${column.name.padEnd(width)}  ${column.meaning}${isOptional}`;
    });
    return [
      header === "none" ? "  columns in this order, without header" : "  columns by the header",
      ...rows,
    ].join("\n");
  });
  return `${[`${name}: ${summary}`, ...layouts].join("\n")}\n`;
}

/** Leaves out shapes of the same columns, which are one to the writer of a file. */
function distinct(shapes: readonly Shape[]): Shape[] {
  return shapes.filter(
    ({ columns }, index) => shapes.findIndex((each) => each.columns === columns) === index,
  );
}

function named({ instrument, date }: QuirkCounts["jumps"][number]): string {
  return `${instrument} ${date}`;
}

function note(amount: number, code: string, meaning: string): string | undefined {
  return amount === 0 ? undefined : `  ${amount} ${code}: ${meaning}`;
}

/** The first dates, and the last one if there are more. */
function dates(all: readonly string[]): string {
  if (all.length <= DATES_SHOWN) return all.join(", ");
  return `${all.slice(0, DATES_SHOWN - 1).join(", ")}, … ${all.at(-1)}`;
}
