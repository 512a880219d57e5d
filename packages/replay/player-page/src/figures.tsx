/** Names and figures: a hostile name stays visible text, and a direction has a glyph beside its colour. */
import type { ComponentChildren, JSX } from "preact";
import { change, directionOf, level, percentage } from "../../src/report/figures.ts";
import { visible } from "../../src/report/markup.ts";
import { signs } from "../../src/show/glyphs.ts";
import { send } from "./model.ts";

/** A name from the tape, in its own writing direction. */
export function Name({ text }: { readonly text: string }): JSX.Element {
  return <bdi>{visible(text)}</bdi>;
}

/** The value that was pressed last, to which the focus returns. */
let asked: HTMLElement | undefined;

export function returnFocus(): void {
  asked?.focus();
  asked = undefined;
}

/** A value that, pressed, shows the events behind it. */
export function Why(props: {
  readonly field: string;
  readonly value?: string | null;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { field, value, children } = props;
  return (
    <button
      type="button"
      class="why"
      title="the events behind it"
      data-field={field}
      data-value={value ?? ""}
      onClick={({ currentTarget }) => {
        asked = currentTarget;
        send({ do: "why", field });
      }}
    >
      {children}
    </button>
  );
}

export function levelText(decimal: string | null): string {
  return decimal === null ? "–" : level(decimal);
}

export function changeText(decimal: string | null): string {
  return decimal === null ? "–" : change(decimal);
}

export function percentText(decimal: string | null): string {
  return decimal === null ? "–" : percentage(decimal);
}

/** A change in the colour of its direction, with the glyph. */
export function Directed({ by, text }: { readonly by: string | null; readonly text: string }): JSX.Element {
  if (by === null) return <span class="flat">{text}</span>;
  const direction = directionOf(by);
  return (
    <span class={direction}>
      <span aria-hidden="true">{signs[direction]}</span> {text}
    </span>
  );
}
