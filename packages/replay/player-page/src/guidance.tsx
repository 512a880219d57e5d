import type { JSX } from "preact";
import { itemWords } from "../../src/show/guidance-lines.ts";
import { Directed, Name, percentText, Why } from "./figures.tsx";
import { documentOf, send } from "./model.ts";

/** The latest revisions of forecasts, and how shares have taken them since. */
export function Guidance(): JSX.Element | null {
  const revisions = documentOf("guidance").value ?? [];
  const issuers = documentOf("issuers").value ?? {};
  if (revisions.length === 0) return null;
  return (
    <section class="card" aria-labelledby="guidance-title">
      <h2 id="guidance-title">Guidance, and what followed</h2>
      <ul class="guidance">
        {revisions
          .toReversed()
          .map(({ position, at, issuer, class: kind, fiscalYearEnd, items, reactions }) => (
            <li key={position}>
              <p>
                <span aria-hidden="true" class="event">
                  ◆
                </span>{" "}
                <strong>
                  <Name text={issuers[issuer] ?? issuer} />
                </strong>{" "}
                <span class="id">{issuer}</span> {kind}, year to {fiscalYearEnd}{" "}
                <button type="button" class="link" onClick={() => send({ do: "seek", to: String(position) })}>
                  #{position}, {at.replace("T", " ")}
                </button>
              </p>
              <p class="quiet">
                {items
                  .filter((item) => item.class !== "reaffirm")
                  .map((item) => itemWords(item).trim().replaceAll(/ {2}/g, " "))
                  .join("; ")}
              </p>
              {reactions
                .filter(({ lastPct }) => lastPct !== null)
                .map(({ instrument, lastPct, maxUpPct, maxDownPct }) => (
                  <p key={instrument}>
                    <Name text={instrument} />{" "}
                    <Why field={`guidance[issuer=${issuer}].reactions[instrument=${instrument}].lastPct`}>
                      <Directed by={lastPct} text={percentText(lastPct)} />
                    </Why>{" "}
                    <span class="quiet">
                      between {percentText(maxDownPct)} and {percentText(maxUpPct)}
                    </span>
                  </p>
                ))}
            </li>
          ))}
      </ul>
    </section>
  );
}
