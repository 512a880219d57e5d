/** The past sessions of the charted instruments, a cell each, and their table. */
import { formatUnits } from "@tapefold/core";
import { isNotable, listing, recordHistory, type SessionRow, sessionRows } from "@tapefold/projections";
import { CELLS_MAX, streakStrip, type StripCell } from "./charts/streak-strip.ts";
import { dataTable } from "./data-table.ts";
import type { Evidence } from "./evidence.ts";
import { level, streakText } from "./figures.ts";
import { html, type Markup } from "./markup.ts";
import type { Plotter } from "./plotter.ts";
import type { ReportData } from "./report-data.ts";

export function streakCard(plotter: Plotter, data: ReportData, evidence: Evidence): Markup {
  const { board, shown, charted } = data;
  const instruments = charted.map(({ id, name }) => {
    const rows = sessionRows(shown, id).slice(-CELLS_MAX);
    const { streak, close, date, record } = board.state.instruments[id] ?? {};
    const isTold = record !== undefined && record.close !== null && isNotable(record.close);
    const records = new Set(isTold ? recordHistory(shown, id, "close").dates : []);
    const now = streak?.provisional ?? streak?.confirmed ?? null;
    const isRunning = close === null && date !== null && streak?.provisional !== null;
    const running: StripCell[] = isRunning
      ? [{ sign: Math.sign(now ?? 0), isRecord: false, isProvisional: true }]
      : [];
    const cells = rows.map((row) => cellOf(row, records.has(row.date)));
    return { id, name, rows, records, cells: [...cells, ...running], streak: now };
  });
  const words = instruments.map(
    ({ name, id, streak }) => `${name || id} ${streak === null ? "unknown" : streakText(streak)}`,
  );
  const strip = streakStrip(plotter, {
    title: `Past sessions of each: ${words.join(", ")}`,
    rows: instruments.map(({ id, streak, cells }) => ({
      name: id,
      cells,
      streak: streak === null ? "?" : streakText(streak),
    })),
  });
  return html`<figure class="card" data-chart="streaks">
    <figcaption>
      <h3>Streaks</h3>
      <p class="badges">
        a cell a session, the latest on the right: above the line up, below it down, dashed not over yet,
        <span class="record">▲ a record close</span>
      </p>
    </figcaption>
    ${strip}
    <p class="asof">${evidence.asOf(board.state.asOf.position)}</p>
    ${dataTable({
      caption: "Past sessions, the latest first",
      columns: ["instrument", "session", "close", "streak", "record", "event"],
      rows: instruments.flatMap(({ id, rows, records }) =>
        rows
          .slice(-5)
          .toReversed()
          .map((row) => tableRow(data, evidence, id, row, records.has(row.date))),
      ),
    })}
  </figure>`;
}

function cellOf({ changeRatio }: SessionRow, isRecord: boolean): StripCell {
  const sign = changeRatio === null ? null : Math.sign(Number(changeRatio.numerator));
  return { sign, isRecord, isProvisional: false };
}

function tableRow(
  data: ReportData,
  evidence: Evidence,
  id: string,
  row: SessionRow,
  isRecord: boolean,
): (Markup | string)[] {
  const { mic, scale } = data.view.read(listing, id);
  const closing = data.survey.session(mic, row.date)?.phases.at(-1);
  return [
    id,
    row.date,
    level(formatUnits(row.close, scale)),
    row.streak === null ? "unknown" : streakText(row.streak),
    isRecord ? "▲" : "",
    closing === undefined ? "" : evidence.link(closing.position, `#${closing.position}`),
  ];
}
