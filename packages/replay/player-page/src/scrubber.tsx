import type { JSX } from "preact";
import type { TapeMark } from "../../src/player/tape-marks.ts";
import { visible } from "../../src/report/markup.ts";
import { documentOf, send, status, stretchesOf } from "./model.ts";

/** Most markets with a lane of their own. */
const LANES_MAX = 10;
const LANE_PX = 9;
const MARKS_PX = 14;

const GLYPHS: Readonly<
  Partial<Record<TapeMark["kind"], readonly [glyph: string, kind: string, word: string]>>
> = {
  record: ["▲", "record", "record close"],
  guidance: ["◆", "event", "guidance"],
  halt: ["‖", "ink", "halt"],
  bust: ["✕", "ink", "bust"],
  correction: ["✎", "ink", "correction"],
};

/** The signs above the lanes. */
export function Legend(): JSX.Element {
  return (
    <p class="legend quiet" aria-hidden="true">
      {Object.values(GLYPHS).map(([glyph, kind, word]) => (
        <span key={word}>
          <span class={kind}>{glyph}</span> {word}
        </span>
      ))}
    </p>
  );
}

/**
 * The whole tape by position: a lane for each market, filled as far as the tape has come, with marks for what has
 * happened. What lies ahead is the tape's length, and nothing else.
 */
export function Scrubber(): JSX.Element {
  const { head = 0, isPlaying = false } = status.value ?? {};
  const clock = documentOf("clock").value;
  const position = clock?.position ?? 0;
  const marks = stretchesOf("marks");
  const mics = [...new Set(marks.flatMap(({ mic }) => mic ?? []))].slice(0, LANES_MAX);
  const height = MARKS_PX + Math.max(1, mics.length) * LANE_PX;
  const glyphs = marks.filter(({ kind }) => GLYPHS[kind] !== undefined);
  return (
    <div class="scrubber">
      <svg
        class="lanes"
        viewBox={`0 0 1000 ${height}`}
        height={height}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <rect class="past" x={0} y={MARKS_PX} width={xOf(position, head)} height={height - MARKS_PX} />
        {mics.map((mic, at) => (
          <Lane
            key={mic}
            marks={marks.filter((mark) => mark.mic === mic)}
            top={MARKS_PX + at * LANE_PX}
            end={position}
            head={head}
          />
        ))}
        <line class="cursor" x1={xOf(position, head)} x2={xOf(position, head)} y1={0} y2={height} />
      </svg>
      <div class="glyphs" aria-hidden="true">
        {glyphs.slice(-200).map((mark) => {
          const [glyph, kind] = GLYPHS[mark.kind] ?? ["", ""];
          return (
            <span
              key={`${mark.position} ${mark.kind} ${mark.about ?? ""}`}
              class={kind}
              style={{ left: `${xOf(mark.position, head) / 10}%` }}
            >
              {glyph}
            </span>
          );
        })}
      </div>
      <div class="dates" aria-hidden="true">
        {datesOf(marks, head).map(({ date, place }) => (
          <span key={date} style={{ left: `${place / 10}%` }}>
            <span class="year">{date.slice(0, 5)}</span>
            {date.slice(5)}
          </span>
        ))}
      </div>
      <ul class="lane-names" aria-hidden="true">
        {mics.map((mic) => (
          <li key={mic}>{visible(mic)}</li>
        ))}
      </ul>
      <input
        id="scrubber"
        type="range"
        min={0}
        max={Math.max(1, head)}
        step={1}
        value={position}
        aria-label="Position on the tape"
        // Read out only at rest: a slider that speaks while it plays is never silent.
        aria-valuetext={
          isPlaying ? undefined : `position ${position} of ${head}, ${clock?.at ?? "before the first event"}`
        }
        onPointerDown={() => isPlaying && send({ do: "pause" })}
        onInput={({ currentTarget }) => seekSoon(currentTarget.value)}
      />
      <p class="hidden" role="status">
        {isPlaying ? "" : lastWords(marks.at(-1), position)}
      </p>
    </div>
  );
}

/** The place of a position on the scrubber, in thousandths of the tape. */
function xOf(position: number, head: number): number {
  return head === 0 ? 0 : Math.min(1000, (position / head) * 1000);
}

/** Least distance between two dates, in thousandths of the tape. */
const DATES_APART = 90;

/** Trading dates where they begin, as many as have room. */
function datesOf(
  marks: readonly TapeMark[],
  head: number,
): readonly { readonly date: string; readonly place: number }[] {
  const shown: { date: string; place: number }[] = [];
  for (const { date, position } of marks) {
    const place = xOf(position, head);
    const last = shown.at(-1);
    if (date === undefined || place > 1000 - DATES_APART) continue;
    if (last === undefined || (date > last.date && place - last.place >= DATES_APART))
      shown.push({ date, place });
  }
  return shown;
}

interface LaneProps {
  readonly marks: readonly TapeMark[];
  readonly top: number;
  readonly end: number;
  readonly head: number;
}

/** The sessions of one market: open solid, a break and a halt lighter. */
function Lane({ marks, top, end, head }: LaneProps): JSX.Element {
  const bands: JSX.Element[] = [];
  let from: { readonly position: number; readonly kind: string } | undefined;
  const finish = (to: number): void => {
    if (from === undefined) return;
    const x = xOf(from.position, head);
    bands.push(
      <rect
        key={from.position}
        class={from.kind}
        x={x}
        y={top}
        width={Math.max(0.6, xOf(to, head) - x)}
        height={LANE_PX - 2}
      />,
    );
  };
  for (const { position, kind } of marks) {
    finish(position);
    const isOver = kind === "close" || kind === "cancelled";
    from = isOver ? undefined : { position, kind: kind === "resumed" ? "open" : kind };
  }
  finish(end);
  return <g>{bands}</g>;
}

function lastWords(mark: TapeMark | undefined, position: number): string {
  if (mark === undefined || mark.position !== position) return "";
  const word = GLYPHS[mark.kind]?.[2] ?? mark.kind;
  return `${visible(mark.about ?? mark.mic ?? "")}: ${word}`;
}

let wanted: string | undefined;
let isPacing = false;

/** Follows the drag, with one request a frame. */
function seekSoon(position: string): void {
  wanted = position;
  if (!isPacing) pace();
}

function pace(): void {
  isPacing = wanted !== undefined;
  if (wanted === undefined) return;
  send({ do: "seek", to: wanted });
  wanted = undefined;
  requestAnimationFrame(pace);
}
