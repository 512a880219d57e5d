/**
 * Examples of the market's rules: `given(lines).when(line).then(values)`. Lines are those of a tape; one without an id
 * is named after its position, one without an instant follows a minute after the line before.
 */
import { fold, formatInstant, parseEvent, parseInstant, record, type Recorded } from "@tapefold/core";
import { StateView } from "../fields/state-view.ts";
import { marketRules } from "../rules.ts";

/** A line of a tape, as an object. */
export type Line = Readonly<Record<string, unknown>>;

/** The tape before an example's own lines. */
export interface Given {
  when(...lines: readonly Line[]): When;
}

/** The whole tape of an example. */
export interface When {
  /**
   * Compares fields of the market's state, by their paths as in claims: `{"instruments.N225.close": "100.00"}`.
   *
   * @throws Error that names each field whose value is another.
   */
  then(values: Readonly<Record<string, unknown>>): void;
}

/** Begins an example with the lines of the tape before what it shows. */
export function given(...before: readonly Line[]): Given {
  return {
    when: (...lines) => ({
      // oxlint-disable-next-line unicorn/no-thenable -- the third word of an example; nobody awaits one
      then: (values) => {
        const view = new StateView(fold(marketRules, tapeOf([...before, ...lines])));
        const wrong = Object.entries(values).flatMap(([field, expected]) => {
          const [actual, wanted] = [textAt(view, field), textOf(expected)];
          return actual === wanted ? [] : [`${field} is ${actual}, not ${wanted}`];
        });
        if (wrong.length > 0) throw new Error(wrong.join("\n"));
      },
    }),
  };
}

const MINUTE = 60_000_000;

function tapeOf(lines: readonly Line[]): Recorded[] {
  let last = 0;
  const events = lines.map((line, index) => {
    const { id = `e${index + 1}`, at = formatInstant(last + MINUTE) } = line;
    last = parseInstant(String(at)) ?? last;
    return parseEvent({ ...line, id, at }, { line: index + 1 });
  });
  return record(events);
}

function textAt(view: StateView, field: string): string {
  const path = view.parse(field);
  if (path === undefined) throw new Error(`${field} is no field of the state`);
  const values = view.find(path).map(({ value, missing }) => (missing === null ? textOf(value) : missing));
  return values.join(", ");
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
