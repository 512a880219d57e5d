/** Sentences on a market's figures, and on other quotes there: currencies, commodities, rates and the like. */
import { compareText } from "@tapefold/core";
import type { StateView } from "../fields/state-view.ts";
import { listing } from "../reference/listing.ts";
import { market } from "../reference/market.ts";
import { type StatisticState, statisticStates } from "../views/statistic-states.ts";
import { capitalised, dateWords, grouped, list, percentValue, sizeOf, theName } from "./prose.ts";
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
  sentence.say(` ${verb} ${size.replace("-", "")} %`).is(fieldOf(id, "changePct"), size);
  return level(` to ${grouped(price)}.`);
}

/** "8" of a rate's change of "-0.080". */
function basisPoints(change: string): string {
  const [whole = "", fraction = ""] = change.replace("-", "").split(".");
  const digits = `${whole}${fraction.padEnd(2, "0").slice(0, 2)}`.replace(/^0+(?=\d)/, "");
  const rest = fraction.slice(2).replace(/0+$/, "");
  return rest === "" ? digits : `${digits}.${rest}`;
}
