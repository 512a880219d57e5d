/** Sentences on a market's figures, its shares, and other quotes: currencies, commodities, rates and the like. */
import { compareText } from "@tapefold/core";
import type { Found, StateView } from "../fields/state-view.ts";
import { isDerived } from "../reference/index-definition.ts";
import { listing } from "../reference/listing.ts";
import { market } from "../reference/market.ts";
import { rankOf } from "../claims/rank.ts";
import { type Mover, sectorStates, type SharesState, sharesStates } from "../views/shares.ts";
import { type StatisticState, statisticStates } from "../views/statistic-states.ts";
import { nameOf } from "./instrument-sentences.ts";
import {
  capitalised,
  dateWords,
  grouped,
  list,
  numberWords,
  percentValue,
  percentWords,
  sizeOf,
  theName,
  unsigned,
} from "./prose.ts";
import { fieldOf, Sentence } from "./sentence.ts";

/** Sentences on advances and declines on the markets of a region, by their exchanges' own count. */
export function breadthSentences(view: StateView, region: string): readonly Sentence[] {
  const rows = statisticStates(view.state).filter(
    ({ mic }) => mic !== null && view.read(market, mic).region === region,
  );
  const mics = [...new Set(rows.map(({ mic }) => mic ?? ""))];
  return mics.flatMap((mic) => {
    const of = (name: StatisticState["name"]): StatisticState | undefined =>
      rows.find((row) => row.mic === mic && row.name === name);
    const [up, down] = [of("advancers"), of("decliners")];
    if (up === undefined || down === undefined || up.date !== down.date) return [];
    const sentence = new Sentence().say(`${capitalised(theName(view.read(market, mic).name))} counted `);
    sentence.say(`${list([`${grouped(up.value)} advancers`, `${grouped(down.value)} decliners`])} `);
    sentence.say(`on ${dateWords(up.date, view.year)}.`);
    for (const { name, value, date } of [up, down])
      sentence
        .is(`statistics[mic=${mic}][name=${name}].value`, value)
        .is(`statistics[mic=${mic}][name=${name}].date`, date);
    return [sentence];
  });
}

/** Least number of shares with a change for which a market gets sentences on all of them. */
const SHARES_MIN = 5;
const GAINERS_MAX = 2;

/** Sentences on the shares of the markets of a region; left out for markets with a derived index, which tells of them. */
export function shareSentences(view: StateView, region: string): readonly Sentence[] {
  return sharesStates(view.read).flatMap((row) => {
    const { mic, up, down, little } = row;
    const { region: here, instruments } = view.read(market, mic);
    const isTold = instruments.some((id) => isDerived(view.read, id));
    if (here !== region || isTold || up + down + little < SHARES_MIN) return [];
    return [shares(view, row), movers(view, row), leadingSector(view, mic)].filter((one) => one !== null);
  });
}

function shares(view: StateView, { mic, up, down, little }: SharesState): Sentence {
  const sentence = new Sentence().say(`Of the shares of ${theName(view.read(market, mic).name)} `);
  const rows: [string, number, string][] = [
    ["up", up, "rose"],
    ["down", down, "fell"],
    ["little", little, little === 1 ? "was little changed" : "were little changed"],
  ];
  const said = rows.filter(([, count]) => count > 0);
  sentence.say(`${list(said.map(([, count, words]) => `${numberWords(count)} ${words}`))}.`);
  for (const [name, count] of said) sentence.is(`shares[mic=${mic}].${name}`, count);
  return sentence;
}

function movers(view: StateView, { mic, gainers, losers }: SharesState): Sentence | null {
  const moved = (side: "gainers" | "losers", { instrument }: Mover): readonly Moved[] => {
    const one = movedBy(view, `shares[mic=${mic}].${side}[instrument=${instrument}].changePct`);
    return one === null ? [] : [{ ...one, name: nameOf(view, instrument) }];
  };
  const best = gainers.slice(0, GAINERS_MAX).flatMap((one) => moved("gainers", one));
  const worst = losers.slice(0, 1).flatMap((one) => moved("losers", one));
  const words = (rows: readonly Moved[]): string =>
    list(rows.map(({ name, size }) => `${name} (${percentWords(size)})`));
  const sentence = new Sentence();
  if (best.length > 0) sentence.say(`Gainers were led by ${words(best)}`);
  if (worst.length > 0)
    sentence.say(`${sentence.text === "" ? "Among" : "; among"} the losers was ${words(worst)}`);
  for (const { field, size } of best) sentence.assert(field, "rank", String(best.length)).is(field, size);
  for (const { field, size } of worst) sentence.is(field, size);
  return sentence.text === "" ? null : sentence.say(".");
}

/** A sentence on the sector whose shares did best by their median; null if none of several rose. */
function leadingSector(view: StateView, mic: string): Sentence | null {
  const rows = sectorStates(view.read).filter((row) => row.mic === mic && row.medianPct !== null);
  if (rows.length < 2) return null;
  for (const { sector } of rows) {
    const moved = movedBy(view, `sectors[mic=${mic}][sector=${sector}].medianPct`);
    if (moved === null || rankOf(view, moved.found).rank !== 1) continue;
    const { field, size } = moved;
    const sentence = new Sentence().say(`${capitalised(sector)} shares led the sectors, `);
    return sentence
      .say(`${percentWords(size)} at the median.`)
      .assert(field, "rank", "1")
      .is(field, size);
  }
  return null;
}

/** A percentage of the state, as it is said. */
interface Moved {
  readonly name: string;
  readonly field: string;
  readonly size: string;
}

function movedBy(view: StateView, field: string): (Omit<Moved, "name"> & { found: Found }) | null {
  const path = view.parse(field);
  const [found] = path === undefined ? [] : view.find(path);
  const exact = found === undefined ? null : view.exactPercent(found.location);
  return found === undefined || exact === null ? null : { field, found, size: percentValue(exact) };
}

/** Sentences on instruments with a change that are neither shares nor indices, one for each, by id. */
export function otherSentences(
  view: StateView,
): readonly { readonly id: string; readonly sentence: Sentence }[] {
  const others = view.listed.filter((id) => !["equity", "index"].includes(view.read(listing, id).kind));
  return others.sort(compareText).flatMap((id) => {
    const sentence = other(view, id);
    return sentence === null ? [] : [{ id, sentence }];
  });
}

function other(view: StateView, id: string): Sentence | null {
  const { close, last, change } = view.instrument(id);
  const moved = view.exactPercent(["instruments", id, "changePct"]);
  const price = close ?? last;
  if (price === null || change === null || moved === null) return null;
  const { kind, now } = view.read(listing, id);
  const sentence = new Sentence().say(capitalised(now.name || id));
  const isDown = moved.numerator < 0n;
  const level = (words: string): Sentence =>
    sentence.say(words).is(fieldOf(id, close === null ? "last" : "close"), price);
  if (sizeOf(moved) === "little" && kind !== "rate")
    return level(` was little changed at ${grouped(price)}.`).is(fieldOf(id, "move"), "little-changed");
  if (!/[1-9]/.test(change))
    return level(` was unchanged at ${grouped(price)}.`).is(fieldOf(id, "change"), change);
  const verb = isDown ? "fell" : "rose";
  if (kind === "rate") {
    sentence.say(` ${verb} ${basisPoints(change)} basis points`).is(fieldOf(id, "change"), change);
    return level(` to ${grouped(price)} %.`);
  }
  const size = percentValue(moved);
  sentence.say(` ${verb} ${unsigned(size)} %`).is(fieldOf(id, "changePct"), size);
  return level(` to ${grouped(price)}.`);
}

/** "8" of a rate's change of "-0.080". */
function basisPoints(change: string): string {
  const [whole = "", fraction = ""] = unsigned(change).split(".");
  const digits = `${whole}${fraction.padEnd(2, "0").slice(0, 2)}`.replace(/^0+(?=\d)/, "");
  const rest = fraction.slice(2).replace(/0+$/, "");
  return rest === "" ? digits : `${digits}.${rest}`;
}
