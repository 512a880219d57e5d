import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { NamedEvent } from "../../src/ask/named-event.ts";
import type { ShownCause } from "../../src/player/causes.ts";
import { visible } from "../../src/report/markup.ts";
import { eventFields } from "../../src/show/event-fields.ts";
import { Name } from "./figures.tsx";
import { behind, documentOf, events, place, questionKey, send, toggleWithout, why } from "./model.ts";

/** The events behind the value that was pressed, and the events that were the last to happen. */
export function Inspector(): JSX.Element {
  return (
    <aside class="inspector" aria-label="Events">
      <Causes />
      <section class="card" aria-labelledby="tape-title">
        <h2 id="tape-title">The tape up to here</h2>
        {events.value.length === 0 && <p class="quiet">No event yet.</p>}
        <ol class="events">
          {events.value.toReversed().map((event) => (
            <Event key={event.position} event={event} />
          ))}
        </ol>
      </section>
    </aside>
  );
}

function Causes(): JSX.Element {
  const asked = why.value;
  const shown = useRef<HTMLElement>(null);
  // On a phone it stands far below the value that was pressed.
  useEffect(() => shown.current?.scrollIntoView({ block: "nearest" }), [asked?.field]);
  if (asked === null)
    return (
      <section class="card" aria-labelledby="why-title">
        <h2 id="why-title">Why</h2>
        <p class="quiet">Press a value to see the events that made it so.</p>
      </section>
    );
  const value = asked.value;
  return (
    <section class="card" aria-labelledby="why-title" aria-live="polite" ref={shown}>
      <div class="head">
        <h2 id="why-title">
          Why <Name text={asked.field.replace(/^instruments\./, "")} />
        </h2>
        <button type="button" class="link" id="close-why" onClick={() => (why.value = null)}>
          close <kbd>Esc</kbd>
        </button>
      </div>
      <p class="quiet">
        {typeof value === "object" ? "a group of values" : visible(`${value as string}`)}, as of #
        {documentOf("clock").value?.position}
      </p>
      <CauseList causes={asked.causes} />
    </section>
  );
}

function CauseList({ causes }: { readonly causes: readonly ShownCause[] }): JSX.Element {
  if (causes.length === 0) return <p class="quiet">No event: that is how it is before any.</p>;
  return (
    <ul class="causes">
      {causes.map((cause, at) => (
        <li key={at}>
          <p class="role">
            {cause.role}
            {cause.instrument !== null && (
              <>
                {" "}
                of <Name text={cause.instrument} />
              </>
            )}
            {cause.more > 0 && <span class="quiet"> and {cause.more} more</span>}
          </p>
          <ol class="events">
            {cause.events.map((event) => (
              <Event key={event.position} event={event} />
            ))}
          </ol>
          {cause.behind !== null && <Behind of={cause.behind} />}
        </li>
      ))}
    </ul>
  );
}

/** Causes behind a cause, looked for when they are asked for. */
function Behind({ of }: { readonly of: NonNullable<ShownCause["behind"]> }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const known = behind.value.get(questionKey(of));
  const toggle = (): void => {
    setOpen(!isOpen);
    if (known === undefined) send({ do: "behind", of });
  };
  return (
    <>
      <button type="button" class="link" aria-expanded={isOpen} onClick={toggle}>
        {isOpen ? "less" : "and behind that"}
      </button>
      {isOpen && known !== undefined && <CauseList causes={known} />}
    </>
  );
}

/** An event of the tape: its place, a way to go there, and a switch to leave it out. */
function Event({ event: { position, at, type, id, event } }: { readonly event: NamedEvent }): JSX.Element {
  const isOut = place.value.without.includes(position);
  return (
    <li class={isOut ? "event-line out" : "event-line"} data-position={position}>
      <button
        type="button"
        class="link"
        title="go there"
        onClick={() => send({ do: "seek", to: String(position) })}
      >
        #{position}
      </button>{" "}
      <strong>{type}</strong> <time dateTime={at}>{at.slice(at.indexOf("-") + 1).replace("T", " ")}</time>
      <p class="quiet fields">
        <bdi>{visible(eventFields(event))}</bdi> <span class="id">id {visible(id)}</span>
      </p>
      <label class="switch">
        <input type="checkbox" checked={!isOut} onChange={() => toggleWithout(position)} /> counts
      </label>
    </li>
  );
}
