import { asSubject, isAmendment, type MarketEvent, subjectOf } from "@tapefold/core";
import type { ExplainedCause } from "../ask/cause-chain.ts";
import { explain, type Explanation } from "../ask/explain.ts";
import { type InstrumentField, instrumentFields } from "../ask/instrument-fields.ts";
import type { NamedEvent } from "../ask/named-event.ts";
import { aligned } from "../show/text-table.ts";
import { openTape } from "../open-tape.ts";
import { withoutEvents } from "../tape/without-events.ts";
import { loadRules } from "../fold/rules-module.ts";
import { asOfTyped, AT, RULES, TAPE, WITHOUT } from "./option-values.ts";
import type { CliCommand } from "./command.ts";
import { printable } from "../show/printable.ts";

interface Options {
  readonly at?: string;
  readonly without?: readonly string[];
  readonly rules?: string;
  readonly json?: true;
}

/** Most positions that a line of the chain names one by one. */
const NAMED_MAX = 4;

/** `tapefold explain TAPE [INSTRUMENT] FIELD`: a value, and the events behind it. */
export const command: CliCommand = {
  example: [
    "tapefold explain test/sessions/golden.jsonl N225 record.high",
    "tapefold explain test/sessions/golden.jsonl 'guidance[issuer=9434].reactions[instrument=9984].maxUpPct'",
  ].join("\n"),
  define: (command) =>
    void command
      .argument("<tape>", TAPE)
      .argument(
        "<instrument-or-field>",
        "an instrument, alone to list its fields; or a whole path of replay --json",
      )
      .argument("[field]", "a path under the instrument")
      .option("--at <when>", AT)
      .option("--without <id...>", WITHOUT)
      .option("--rules <module>", `${RULES}; their fields are rules.NAME.KEY.FIELD`)
      .option("--json", "one JSON document on standard output"),
  run: async (command, io) => {
    const [path, first, second] = command.processedArgs as [string, string, string | undefined];
    const { at, without, json, rules: module } = command.opts<Options>();
    const rules = module === undefined ? [] : (await loadRules(module)).own;
    const tape = openTape(path, io.stdin);
    const log = without === undefined ? tape : withoutEvents(tape, without);
    const field =
      second === undefined ? first : `instruments.${first.includes(".") ? `{${first}}` : first}.${second}`;
    const asOf = asOfTyped(at);
    if (second === undefined && !WHOLE_PATH.test(first)) {
      const fields = await instrumentFields(log, first, asOf);
      if (fields !== undefined) {
        await io.write(json ? `${JSON.stringify({ instrument: first, fields })}\n` : listed(fields));
        return 0;
      }
    }
    const explained = await explain(log, field, { asOf, rules });
    await io.write(json ? `${JSON.stringify(explained)}\n` : render(explained));
    return 0;
  },
};

/** A path of `replay --json` begins with one of these. */
const WHOLE_PATH =
  /^(tape|rules|asOf|digest|valuesDigest|regions|instruments|sectors|shares|statistics|guidance)([.[]|$)/;

function listed(fields: readonly InstrumentField[]): string {
  const rows = fields.map(({ field, value }) => [{ text: field }, { text: printable(valueText(value)) }]);
  return `${aligned([{ align: "left" }, { align: "left" }], rows).lines.join("\n")}\n`;
}

function render({ field, value, asOf, causes, events }: Explanation): string {
  const byPosition = new Map(events.map((event) => [event.position, event]));
  const shown = new Set<string>();
  const head = `${printable(field)} is ${printable(valueText(value))}`;
  const when = `as of ${asOf.at ?? "the tape's start"}, position ${asOf.position}`;
  const chain = causes.flatMap((cause) => lines(cause, byPosition, shown, 1));
  const nothing = "  nothing on the tape bears on it yet";
  return `${[head, when, "", ...(chain.length === 0 ? [nothing] : chain)].join("\n")}\n`;
}

function lines(
  { role, instrument, positions, because }: ExplainedCause,
  events: ReadonlyMap<number, NamedEvent>,
  shown: Set<string>,
  depth: number,
): string[] {
  const indent = "  ".repeat(depth);
  const of = instrument === null ? "" : ` of ${printable(instrument)}`;
  // A cause told before is not repeated with everything behind it.
  const key = `${role}${of} ${positions.join()} ${because.length}`;
  if (positions.length === 0 || shown.has(key)) return [];
  shown.add(key);
  const named = positions.length <= NAMED_MAX ? positions : positions.slice(-1);
  const count = positions.length <= NAMED_MAX ? "" : `, ${positions.length} events, the last of them`;
  const told = named.flatMap((position) => {
    const event = events.get(position);
    if (event === undefined) return [];
    return [event, ...amendmentsOf(event, events, instrument)].map((one) => `${indent}  ${eventText(one)}`);
  });
  return [
    `${indent}${role}${of}${count}`,
    ...told,
    ...because.flatMap((cause) => lines(cause, events, shown, depth + 1)),
  ];
}

/** The amendments of an event among those named; of a session's close those of the instrument alone. */
function amendmentsOf(
  { id, type, event }: NamedEvent,
  events: ReadonlyMap<number, NamedEvent>,
  instrument: string | null,
): readonly NamedEvent[] {
  const subject = asSubject({ ...event, id, type } as unknown as MarketEvent);
  return [...events.values()].filter((one) => {
    const amendment = { ...one.event, id: one.id, type: one.type } as unknown as MarketEvent;
    if (subject === undefined || !isAmendment(amendment) || subjectOf(amendment) !== subject) return false;
    return amendment.type !== "CloseCorrected" || instrument === null || amendment.instrument === instrument;
  });
}

function eventText({ position, at, id, type, event }: NamedEvent): string {
  const text = JSON.stringify(event);
  const clipped = text.length > 160 ? `${text.slice(0, 159)}…` : text;
  return `${position}  ${at}  ${printable(id)}  ${type}  ${printable(clipped)}`;
}

function valueText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
