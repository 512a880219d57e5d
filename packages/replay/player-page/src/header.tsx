import type { JSX } from "preact";
import { visible } from "../../src/report/markup.ts";
import { Directed, Name, percentText } from "./figures.tsx";
import { clearWithout, connection, digest, documentOf, fault, status, toggleWithout } from "./model.ts";
import { wallClock } from "./wall-clock.ts";

/** Where the tape stands, in words; below it faults, and the events left out. */
export function Header(): JSX.Element {
  const now = status.value;
  const clock = documentOf("clock").value;
  const session = documentOf("session").value;
  const mode = now?.without.length ? "WHAT-IF" : now?.isFollowing ? "LIVE" : "REPLAY";
  const zone = session === null ? undefined : wallClock(session.zone);
  const [at, latest] = [clock?.at ?? null, clock?.latest ?? null];
  const second = latest === null ? undefined : Date.parse(latest) / 1000;
  const named = digest.value?.position === clock?.position ? digest.value?.digest : undefined;
  return (
    <header>
      <div class="title">
        <h1>
          tapefold <Name text={now?.tape ?? ""} />
        </h1>
        <span class={`mode ${mode.toLowerCase()}`}>{mode}</span>
        <p class="clock">
          <time dateTime={at ?? ""} data-at={at ?? ""}>
            {at === null ? "before the first event" : at.replace("T", " ")}
          </time>
          {zone !== undefined && zone.name !== "UTC" && second !== undefined && (
            <span class="zone-time">
              {visible(zone.name)} {zone.time(second)}
            </span>
          )}
        </p>
        <p class="quiet">
          <span data-position={clock?.position ?? 0}>#{(clock?.position ?? 0).toLocaleString("en-US")}</span>{" "}
          of {(now?.head ?? 0).toLocaleString("en-US")}
          {clock !== null && clock.refused > 0 && <span>, {clock.refused} refused</span>}
          <span title={named} data-digest={named ?? ""}>
            , state {named?.slice(0, 8) ?? "…"}
          </span>
        </p>
      </div>
      <Regions />
      {connection.value === "lost" && (
        <p class="fault" role="alert">
          The player is gone; trying to reach it again.
        </p>
      )}
      {now !== null && now.fault !== null && (
        <p class="fault" role="alert">
          {visible(now.fault)}. The page shows the tape up to there.
        </p>
      )}
      {fault.value !== null && (
        <p class="fault" role="alert">
          {visible(fault.value)}
        </p>
      )}
      {now !== null && now.without.length > 0 && (
        <p class="left-out">
          As if {now.without.length === 1 ? "this event" : "these events"} had never been:{" "}
          {now.without.map(({ position, type }) => (
            <button
              key={position}
              type="button"
              title="take it in again"
              onClick={() => toggleWithout(position)}
            >
              #{position} {type} ✕
            </button>
          ))}{" "}
          <button type="button" class="link" onClick={clearWithout}>
            take all in again
          </button>
        </p>
      )}
    </header>
  );
}

/** How the indices of each region move together. */
function Regions(): JSX.Element | null {
  const told = (documentOf("regions").value ?? []).filter(({ word }) => word !== null);
  if (told.length === 0) return null;
  return (
    <ul class="regions" aria-label="Regions">
      {told.map(({ region, word, up, down, little, leader }) => {
        const pct = leader === null ? null : (documentOf(`row:${leader}`).value?.changePct ?? null);
        return (
          <li key={region}>
            <strong>
              <Name text={region === "" ? "Indices" : region} />
            </strong>{" "}
            <Directed by={word === "mixed" ? null : String(up - down)} text={word ?? ""} />{" "}
            <span class="quiet">
              ▲{up} ▼{down} •{little}
              {pct !== null && leader !== null && (
                <>
                  , <Name text={leader} /> {percentText(pct)} ahead
                </>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
