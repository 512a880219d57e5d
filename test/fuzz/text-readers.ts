/** Readers of text that somebody else wrote: tapes, messages, claims, articles. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { canonicalText, fold, MarketError, type Recorded, State } from "@tapefold/core";
import {
  bindClaim,
  coverageOf,
  judgeClaim,
  marketRules,
  parseClaims,
  statements,
  StateView,
} from "@tapefold/projections";
import {
  eventLine,
  eventMessages,
  foldTape,
  openTape,
  parseAsOf,
  readMapping,
  tradeMessages,
} from "@tapefold/replay";
import { eventExamples } from "../docs/event-examples.ts";
import type { Reader } from "./fuzz-case.ts";

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const golden = readFileSync(here("../sessions/golden.jsonl"), "utf8").trimEnd().split("\n");
const joined = (lines: readonly string[]): Buffer => Buffer.from(lines.map((line) => `${line}\n`).join(""));
const examples = Object.entries(eventExamples).map(([type, { line }]) =>
  JSON.stringify({ id: `example-${type}`, type, ...line }),
);
const tapes = [
  joined(examples),
  joined(golden.slice(0, 24)),
  joined([...golden.slice(0, 16), ...golden.slice(-24)]),
];

/** A tape is taken for its events: written again they are read again, and each is accepted or refused. */
async function tapeAnswer(path: string): Promise<string> {
  const events: Recorded[] = [];
  for await (const batch of openTape(path).read()) events.push(...batch);
  const { accepted, rejected } = fold(marketRules, events).counts;
  const refused = Object.values(rejected).reduce((sum, count) => sum + count, 0);
  if (accepted + refused !== events.length)
    throw new Error(`${events.length} events, ${accepted} + ${refused}`);
  for (const { event } of events) {
    const [again] = eventMessages(eventLine(event));
    if (canonicalText(again) !== canonicalText(event)) throw new Error(`read otherwise: ${eventLine(event)}`);
  }
  return canonicalText(events);
}

export function textReaders(folder: string): Reader[] {
  const path = join(folder, "tape.jsonl");
  const write = (bytes: Buffer): string => {
    writeFileSync(path, bytes);
    return path;
  };
  return [
    { name: "tape, .jsonl", inputs: tapes, read: (bytes) => tapeAnswer(write(bytes)) },
    {
      name: "tape, .gz",
      inputs: tapes.map((tape) => gzipSync(tape)),
      read: (bytes) => tapeAnswer(write(bytes)),
      isSealed: true,
    },
    {
      name: "record, event messages",
      inputs: [...examples, ...golden.slice(0, 40)].map((line) => Buffer.from(line)),
      read: (bytes) => canonicalText(eventMessages(bytes.toString())),
    },
  ];
}

/** Readers that take a while to begin: they need a state, or a mapping. */
export async function stateReaders(): Promise<Reader[]> {
  const tape = openTape(here("../sessions/golden.jsonl"));
  const { state } = await foldTape(tape, { asOf: parseAsOf("2026-02-10T04:30:00Z") });
  const view = new StateView(state);
  const claims = readFileSync(here("../sessions/article.json"));
  const known = parseClaims(JSON.parse(claims.toString()))?.claims.map(({ claim }) => claim) ?? [];
  const said = statements(state).map(({ text }) => text);
  const mapping = await readMapping(here("../replay/record/coinbase-matches.mapping.json"));
  const messages = readFileSync(here("../replay/record/coinbase-matches.jsonl"), "utf8")
    .trimEnd()
    .split("\n");
  const trades = tradeMessages(mapping, { source: "feed" });
  return [
    {
      name: "record, vendor's messages",
      inputs: messages.map((text) => Buffer.from(text)),
      read: (bytes) => canonicalText(trades(bytes.toString()).map(({ id: _, ...event }) => event)),
    },
    {
      name: "claims",
      inputs: known.map((claim) => Buffer.from(JSON.stringify({ claims: [claim] }))),
      read: (bytes) => {
        const parsed = parseClaims(parsedJson(bytes));
        if (parsed === undefined) throw new MarketError("CLAIMS_INVALID", "holds no claims", { log: "" });
        const verdicts = parsed.claims.map(({ claim }) => {
          const bound = bindClaim(view, claim);
          return typeof bound === "string" ? bound : judgeClaim(view, bound).map(({ verdict }) => verdict);
        });
        return canonicalText([verdicts, parsed.faults]);
      },
    },
    {
      name: "article",
      inputs: said.map((_, at) => Buffer.from(said.slice(at, at + 6).join("\n"))),
      read: (bytes) => {
        const { covered, uncovered, apart } = coverageOf(bytes.toString(), known.slice(0, 4), view);
        if (!(covered >= 0 && apart >= 0 && uncovered.every(({ text }) => text !== "")))
          throw new Error("marks that are none");
        return canonicalText(uncovered);
      },
    },
    {
      name: "snapshot",
      inputs: [state, fold(marketRules, [])].map((one) => Buffer.from(one.encode())),
      read: (bytes) => State.decode(bytes.toString(), marketRules).digest,
    },
  ];
}

function parsedJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch (cause) {
    throw new MarketError("CLAIMS_INVALID", "is no JSON", { log: "" }, cause);
  }
}
