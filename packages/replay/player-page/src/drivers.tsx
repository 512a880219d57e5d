import type { JSX } from "preact";
import { changeText, Directed, Name, Why } from "./figures.tsx";
import { documentOf } from "./model.ts";

/** Members of the selected index by what they gave it, with its breadth and its sectors. */
export function Drivers(): JSX.Element | null {
  const selected = documentOf("selected").value;
  const index = selected?.state.index ?? null;
  if (selected === null || index === null || index.contributions.length === 0) return null;
  const { contributions, sectors, breadth, residual, members } = index;
  const largest = Math.max(...contributions.map(({ points }) => Math.abs(Number(points))), Number.MIN_VALUE);
  const field = `instruments.${selected.id}.index`;
  return (
    <section class="card" aria-labelledby="drivers-title" data-chart="contributions" data-of={selected.id}>
      <h2 id="drivers-title">
        Drivers of <Name text={selected.id} />
      </h2>
      <p class="badges">
        <span class="up">▲ {breadth.advancers} up</span>
        <span class="down">▼ {breadth.decliners} down</span>
        <span>
          {breadth.unchanged} unchanged, {breadth.untraded} untraded of {members}; residual{" "}
          {residual ?? "unknown"}
        </span>
      </p>
      <ol class="bars" aria-label="Contributions in points">
        {contributions.map(({ instrument, points }) => (
          <li key={instrument} data-member={instrument}>
            <span class="member">
              <Name text={selected.names[instrument] || instrument} />
            </span>
            <span class="bar" aria-hidden="true">
              <span
                class={Number(points) < 0 ? "fill down" : "fill up"}
                style={{ width: `${(Math.abs(Number(points)) / largest) * 100}%` }}
              />
            </span>
            <Why field={`${field}.contributions[instrument=${instrument}].points`} value={points}>
              <Directed by={points} text={changeText(points)} />
            </Why>
          </li>
        ))}
      </ol>
      <details>
        <summary>Sectors</summary>
        <table>
          <caption>Points by sector</caption>
          <tbody>
            {sectors.slice(0, 24).map(({ sector, points }) => (
              <tr key={sector}>
                <th scope="row">
                  <Name text={sector} />
                </th>
                <td>{changeText(points)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}
