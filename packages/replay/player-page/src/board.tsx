import type { JSX } from "preact";
import type { BoardRow } from "../../src/player/frame.ts";
import { type ListedInstrument, PAGE_ROWS } from "../../src/player/instrument-list.ts";
import { visible } from "../../src/report/markup.ts";
import { isAtRecord, recordWords, streakWords } from "../../src/show/board-words.ts";
import { signs } from "../../src/show/glyphs.ts";
import { changeText, Directed, levelText, Name, percentText, Why } from "./figures.tsx";
import { boardPage, changed, documentOf, find, look } from "./model.ts";
import { Sparkline } from "./sparkline.tsx";

/** All instruments, a page at a time: indices first, each with its level, its change, its streak and its record. */
export function Board(): JSX.Element {
  const board = documentOf("board").value;
  const rows = board?.shown ?? [];
  return (
    <section class="board" aria-labelledby="board-title">
      <div class="head">
        <h2 id="board-title">Board</h2>
        <input
          id="find"
          type="search"
          placeholder="find   /"
          aria-label="Find an instrument"
          value={find.value}
          onInput={({ currentTarget }) => look({ find: currentTarget.value.slice(0, 64) })}
        />
      </div>
      <div class="scrolled" tabIndex={0} role="region" aria-label="Board of instruments">
        <table>
          <thead>
            <tr>
              <th scope="col">instrument</th>
              <th scope="col">level</th>
              <th scope="col">change</th>
              <th scope="col" class="roomy drawn">
                session
              </th>
              <th scope="col" class="roomy text">
                streak
              </th>
              <th scope="col" class="roomy text">
                record
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((listed) => (
              <Row key={listed.id} listed={listed} />
            ))}
          </tbody>
        </table>
        {rows.length === 0 && <p class="quiet">{emptyWords(board?.total, find.value)}</p>}
      </div>
      {board !== null && board.total > PAGE_ROWS && <Pages total={board.total} />}
    </section>
  );
}

function emptyWords(total: number | undefined, sought: string): string {
  if (total === undefined) return "";
  return sought === "" ? "No instrument is listed yet." : "No instrument has that in its id or name.";
}

function Row({ listed }: { readonly listed: ListedInstrument }): JSX.Element | null {
  const { id, name } = listed;
  const row = documentOf(`row:${id}`).value as BoardRow | null;
  if (row === null) return null;
  const other = documentOf(`other:${id}`).value as BoardRow | null;
  const isSelected = documentOf("selected").value?.id === id;
  const price = row.close ?? row.last;
  // Before any session there is no streak, not one of nought.
  const streak = price === null && row.previous === null ? "" : streakWords(row.streak, true);
  const record = recordWords(row.record, true);
  const field = `instruments.${id}`;
  const isChanged = changed.value.has(`row:${id}`);
  return (
    <tr
      class={`${isSelected ? "selected" : ""}${isChanged ? " changed" : ""}`}
      data-instrument={id}
      data-phase={row.phase}
    >
      <th scope="row">
        <div class="instrument">
          <span class="phase" title={row.phase} aria-label={row.phase} role="img">
            {signs.phases[row.phase]}
          </span>
          <button
            type="button"
            class="name"
            aria-pressed={isSelected}
            onClick={() => look({ instrument: id })}
          >
            <Name text={name === "" ? id : name} /> <span class="id">{visible(id)}</span>
          </button>
        </div>
      </th>
      <td>
        <Why field={`${field}.${row.close === null ? "last" : "close"}`} value={price}>
          {levelText(price)}
        </Why>
        {other !== null && <Other is={levelText(price)} would={levelText(other.close ?? other.last)} />}
      </td>
      <td title={changeText(row.change)}>
        <Why field={`${field}.changePct`} value={row.changePct}>
          <Directed by={row.change} text={percentText(row.changePct)} />
        </Why>
        {other !== null && <Other is={percentText(row.changePct)} would={percentText(other.changePct)} />}
      </td>
      <td class="roomy drawn">
        <Sparkline id={id} />
      </td>
      <td class="roomy text">
        {streak !== "" && (
          <Why field={`${field}.streak`}>
            <span class={row.streak.provisional === null ? "" : "sofar"}>{streak}</span>
          </Why>
        )}
      </td>
      <td class={`roomy text${isAtRecord(row.record) ? " record" : ""}`}>
        {record !== "" && <Why field={`${field}.record`}>{record}</Why>}
      </td>
    </tr>
  );
}

/** The value without the events that were left out, where it differs. */
export function Other({ is, would }: { readonly is: string; readonly would: string }): JSX.Element | null {
  if (is === would) return null;
  return (
    <span class="would" data-would={would}>
      without: {would}
    </span>
  );
}

function Pages({ total }: { readonly total: number }): JSX.Element {
  const last = Math.ceil(total / PAGE_ROWS) - 1;
  const page = Math.min(boardPage.value, last);
  return (
    <p class="pages">
      <button type="button" disabled={page === 0} onClick={() => look({ page: page - 1 })}>
        earlier
      </button>
      <span>
        {page * PAGE_ROWS + 1} to {Math.min(total, (page + 1) * PAGE_ROWS)} of {total}
      </span>
      <button type="button" disabled={page === last} onClick={() => look({ page: page + 1 })}>
        more
      </button>
    </p>
  );
}
