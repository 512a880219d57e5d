/** Sentences on the moves behind a derived index: drivers and drags, sectors, breadth. */
import type { InstrumentState } from "../views/instrument-state.ts";
import { UNCLASSIFIED } from "../views/shares.ts";
import { assertionHolds } from "../claims/verdict.ts";
import { nameOf } from "./instrument-sentences.ts";
import { capitalised, list, numberWords, signed } from "./prose.ts";
import { rankOf } from "../claims/rank.ts";
import { fieldOf, Sentence } from "./sentence.ts";
import type { StateView } from "../fields/state-view.ts";

/** Most members named as drivers, and as drags. */
const DRIVERS_MAX = 3;
const DRAGS_MAX = 2;

export function driverSentences(view: StateView, id: string): readonly Sentence[] {
  const { index } = view.instrument(id);
  if (index === null || index.mode !== "derived" || index.contributions.length === 0) return [];
  const sentences = [
    drivers(view, id, index),
    drags(view, id, index),
    sectors(view, id, index),
    breadth(id, index),
  ];
  return sentences.filter((one) => one !== null);
}

type Index = NonNullable<InstrumentState["index"]>;

function drivers(view: StateView, id: string, { contributions }: Index): Sentence | null {
  const named = ranked(view, id, contributions).slice(0, DRIVERS_MAX);
  if (named.length === 0) return null;
  const sentence = new Sentence().say(
    named.length === 1 ? "Its biggest driver was " : "Its biggest drivers were ",
  );
  for (const { instrument, points } of named) {
    const field = pointsField(id, instrument);
    sentence.assert(field, "rank", String(named.length)).is(field, points);
  }
  return sentence.say(`${members(view, named)}.`);
}

function drags(view: StateView, id: string, { contributions, sectors: rows }: Index): Sentence | null {
  const named = contributions
    .filter(({ points }) => points.startsWith("-"))
    .slice(-DRAGS_MAX)
    .reverse();
  if (named.length === 0 || rows.length === 0) return null;
  const sentence = new Sentence().say(`${capitalised(members(view, named))} weighed on it.`);
  for (const { instrument, points } of named) {
    const field = pointsField(id, instrument);
    sentence.assert(field, "less-than", "0").is(field, points);
  }
  return sentence;
}

/** A sentence on a sector's gains offset by another's losses, else on the sector that gave most. */
function sectors(view: StateView, id: string, { sectors: rows }: Index): Sentence | null {
  const classed = rows.filter((row, at) => at < rows.length - 1 || row.sector !== UNCLASSIFIED);
  const [first] = classed;
  const last = classed.at(-1);
  if (first === undefined || last === undefined || first === last) return null;
  const field = (sector: string): string => fieldOf(id, `index.sectors[sector=${sector}].points`);
  const figures = (sentence: Sentence, ...named: (typeof rows)[number][]): Sentence => {
    for (const { sector, points } of named) sentence.is(field(sector), points);
    return sentence;
  };
  const move = { field: fieldOf(id, "move"), relation: "is", value: "little-changed" } as const;
  const offset = {
    field: field(first.sector),
    relation: "offset",
    value: { field: field(last.sector) },
  } as const;
  if (assertionHolds(view, move) && assertionHolds(view, offset)) {
    const sentence = new Sentence().say(
      `Gains in ${first.sector} (${signed(first.points)}) were offset by losses in ${last.sector} (${signed(last.points)}).`,
    );
    sentence.assert(offset.field, "offset", offset.value).is(move.field, move.value);
    return figures(sentence, first, last);
  }
  const largest = {
    field: field(first.sector),
    relation: "largest",
    value: { field: fieldOf(id, "index.sectors") },
  } as const;
  if (!assertionHolds(view, largest)) return null;
  const sentence = new Sentence().say(
    `Of its sectors ${first.sector} gave most, ${signed(first.points)} points.`,
  );
  sentence.assert(largest.field, "largest", largest.value);
  return figures(sentence, first);
}

function breadth(id: string, { breadth: counts }: Index): Sentence | null {
  const { advancers, decliners, unchanged, untraded } = counts;
  if (advancers + decliners === 0) return null;
  const still = [
    ...(unchanged > 0 ? [`${numberWords(unchanged)} stood still`] : []),
    ...(untraded > 0 ? [`${numberWords(untraded)} had not traded`] : []),
  ];
  const moved = [
    `${advancers === 0 ? "none" : numberWords(advancers)} rose`,
    `${decliners === 0 ? "none" : numberWords(decliners)} fell`,
    ...still,
  ];
  const sentence = new Sentence().say(`Of its members ${list(moved)}.`);
  for (const [name, count] of Object.entries({ advancers, decliners }))
    sentence.is(fieldOf(id, `index.breadth.${name}`), count);
  if (unchanged > 0) sentence.is(fieldOf(id, "index.breadth.unchanged"), unchanged);
  if (untraded > 0) sentence.is(fieldOf(id, "index.breadth.untraded"), untraded);
  return sentence;
}

/** The members that drove the index, largest first; a member without a sector is left out. */
function ranked(view: StateView, id: string, rows: Index["contributions"]): Index["contributions"] {
  return rows.filter((_, at) => {
    const location = ["instruments", id, "index", "contributions"];
    const found = {
      location: [...location, at, "points"],
      value: null,
      missing: null,
      picked: { rows, at, location },
    };
    return rankOf(view, found).rank !== null;
  });
}

/** "the Hang Seng (+3.20), KOSPI (+1.10 points)": the unit stands with the last. */
function members(view: StateView, named: Index["contributions"]): string {
  const unit = (at: number): string => (at === named.length - 1 ? " points" : "");
  return list(
    named.map(({ instrument, points }, at) => `${nameOf(view, instrument)} (${signed(points)}${unit(at)})`),
  );
}

function pointsField(index: string, member: string): string {
  return fieldOf(index, `index.contributions[instrument=${member}].points`);
}
