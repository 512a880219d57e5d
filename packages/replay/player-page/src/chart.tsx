import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { ChartPoint, ChartSession } from "../../src/player/chart-points.ts";
import type { Selected } from "../../src/player/frame.ts";
import { visible } from "../../src/report/markup.ts";
import { isAtRecord, recordWords, streakWords } from "../../src/show/board-words.ts";
import { Other } from "./board.tsx";
import { changeText, Directed, levelText, Name, percentText, Why } from "./figures.tsx";
import { documentOf, stretchesOf } from "./model.ts";
import { PriceChart, type PriceLine } from "./price-chart.ts";
import { wallClock } from "./wall-clock.ts";

/** Most rows of the table behind the chart. */
const TABLE_ROWS = 25;
/** A record further away than this, in percent, has no line: it would press the session flat. */
const NEAR_PERCENT = 1.2;

/** The selected instrument: its figures, and its session so far. */
export function Chart(): JSX.Element {
  const selected = documentOf("selected").value;
  const session = documentOf("session").value;
  if (selected === null || session === null)
    return (
      <section class="card" aria-label="Chart">
        <p class="quiet">Nothing is listed up to here, so there is nothing to draw.</p>
      </section>
    );
  const points = stretchesOf("chart");
  return (
    <section class="card" aria-labelledby="chart-title" data-chart="session" data-of={selected.id}>
      <Figures selected={selected} />
      {points.length === 0 ? (
        <p class="quiet">No price of this session up to here.</p>
      ) : (
        <Canvas selected={selected} session={session} points={points} />
      )}
      <Table selected={selected} session={session} points={points} />
    </section>
  );
}

function Figures({ selected }: { readonly selected: Selected }): JSX.Element {
  const { id, name, state } = selected;
  const other = documentOf(`other:${id}`).value;
  const price = state.close ?? state.last;
  const field = `instruments.${id}`;
  return (
    <>
      <h2 id="chart-title">
        <Name text={name === "" ? id : name} /> <span class="id">{id}</span>
      </h2>
      <p class="now">
        <span class="level">
          <Why field={`${field}.${state.close === null ? "last" : "close"}`}>{levelText(price)}</Why>
        </span>
        {state.change !== null && (
          <Why field={`${field}.changePct`}>
            <Directed
              by={state.change}
              text={`${changeText(state.change)} ${percentText(state.changePct)}`}
            />
          </Why>
        )}
        {other !== null && <Other is={levelText(price)} would={levelText(other.close ?? other.last)} />}
        <span class="quiet">
          {state.phase}
          {state.date === null ? "" : `, session of ${state.date}`}
        </span>
      </p>
      <p class="badges">
        {(["open", "high", "low"] as const).map((name) => (
          <Why key={name} field={`${field}.${name}`}>
            {name} {levelText(state[name])}
          </Why>
        ))}
        {(price !== null || state.previous !== null) && (
          <Why field={`${field}.streak`}>
            <span class={`badge${state.streak.provisional === null ? "" : " sofar"}`}>
              {streakWords(state.streak, false) || "no streak"}
            </span>
          </Why>
        )}
        {recordWords(state.record, false) !== "" && (
          <Why field={`${field}.record`}>
            <span
              class={`badge${isAtRecord(state.record) ? " record" : ""}${state.close === null ? " sofar" : ""}`}
            >
              {recordWords(state.record, false)}
            </span>
          </Why>
        )}
      </p>
    </>
  );
}

interface Shown {
  readonly selected: Selected;
  readonly session: ChartSession;
  readonly points: readonly ChartPoint[];
}

function Canvas({ selected, session, points }: Shown): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<PriceChart>(undefined);
  useLayoutEffect(() => {
    const made = new PriceChart(place.current as HTMLDivElement);
    chart.current = made;
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    const paint = (): void => made.paint();
    scheme.addEventListener("change", paint);
    return () => {
      scheme.removeEventListener("change", paint);
      made.remove();
    };
  }, []);
  // In the frame in which the figures change.
  useLayoutEffect(() => {
    const unit = 10 ** session.scale;
    chart.current?.draw({
      points: points.map(([second, units]) => ({ second, price: units / unit })),
      lines: linesOf(selected),
      decimals: Math.min(session.scale, 2),
      clock: wallClock(session.zone).time,
    });
  });
  const { name, state } = selected;
  const words = `${visible(name)}: ${levelText(state.close ?? state.last)}, ${percentText(state.changePct)} in the session of ${session.date}`;
  return (
    <>
      <div class="canvas" role="img" aria-label={words} ref={place} />
      <p class="quiet source">
        times of {visible(wallClock(session.zone).name)}; charts by{" "}
        <a href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
          TradingView Lightweight Charts™
        </a>{" "}
        (<a href="./notice.txt">notice</a>)
      </p>
    </>
  );
}

function linesOf({ state }: Selected): readonly PriceLine[] {
  const price = Number(state.close ?? state.last ?? 0);
  const previous = state.previous === null ? null : Number(state.previous.close);
  const standing = state.record.close?.setThisSession ? state.record.close.previous : state.record.close;
  const record = standing === null || standing === undefined ? null : Number(standing.level);
  const isNear = record !== null && Math.abs(record / price - 1) * 100 <= NEAR_PERCENT;
  return [
    ...(previous === null ? [] : [{ price: previous, title: "previous", kind: "previous" as const }]),
    ...(record === null || !isNear || record === previous
      ? []
      : [
          {
            price: record,
            title: state.record.close?.complete === true ? "record" : "highest",
            kind: "record" as const,
          },
        ]),
  ];
}

/** The points behind the chart; of many, every so many and the last. */
function Table({ selected, session, points }: Shown): JSX.Element {
  const clock = wallClock(session.zone);
  const apart = Math.ceil(points.length / TABLE_ROWS);
  const rows = points.filter((_, at) => at % apart === 0 || at === points.length - 1);
  return (
    <details>
      <summary aria-label={`Table: prices of ${visible(selected.id)}`}>Table</summary>
      <table>
        <caption>
          Prices of <Name text={selected.id} /> in the session of {session.date ?? "no date"},{" "}
          {visible(clock.name)}
        </caption>
        <thead>
          <tr>
            <th scope="col">time</th>
            <th scope="col">price</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([second, units]) => (
            <tr key={second}>
              <th scope="row">{clock.time(second)}</th>
              <td>{levelText((units / 10 ** session.scale).toFixed(session.scale))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
