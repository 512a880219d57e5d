/** Sentences on a region: its indices taken together, who led, and the session in New York before it. */
import { fraction } from "@tapefold/core";
import { listing } from "../reference/listing.ts";
import { market } from "../reference/market.ts";
import type { Region } from "../views/region.ts";
import { nameOf } from "./instrument-sentences.ts";
import { dateWords, list, numberWords, percentValue, percentWords, theName } from "./prose.ts";
import { fieldOf, Sentence } from "./sentence.ts";
import type { StateView } from "../fields/state-view.ts";

/** A sentence on a region's move; null if its indices have no change, or if it has only one. */
export function regionSentence(
  view: StateView,
  { region, word, up, down, little, leader, laggard }: Region,
): Sentence | null {
  if (word === null || up + down + little < 2 || leader === null || laggard === null) return null;
  const field = (name: string): string => `regions[region=${region}].${name}`;
  const counts = [
    ...(up > 0 ? [`${numberWords(up)} up`] : []),
    ...(down > 0 ? [`${numberWords(down)} down`] : []),
    ...(little > 0 ? [`${numberWords(little)} little changed`] : []),
  ];
  const dates = new Map(instrumentsOf(view, region).map((id) => [id, view.instrument(id).date]));
  const [date, ...others] = new Set(dates.values());
  const on = date && others.length === 0 ? ` on ${dateWords(date, view.year)}` : "";
  const sentence = new Sentence()
    .say(`In ${regionName(region)} indices were ${word}${on}: ${list(counts)}`)
    .is(field("word"), word);
  sentence.is(field("up"), up).is(field("down"), down).is(field("little"), little);
  if (on !== "") for (const [id, of] of dates) sentence.is(fieldOf(id, "date"), of ?? "");
  if (leader === laggard) return sentence.say(".");
  const change = (id: string): string =>
    percentValue(view.exactPercent(["instruments", id, "changePct"]) ?? fraction(0n));
  sentence.say(`, from ${nameOf(view, leader)} (${percentWords(change(leader))})`);
  sentence.say(` to ${nameOf(view, laggard)} (${percentWords(change(laggard))}).`);
  sentence.is(field("leader"), leader).is(field("laggard"), laggard);
  return sentence
    .is(fieldOf(leader, "changePct"), change(leader))
    .is(fieldOf(laggard, "changePct"), change(laggard));
}

/** A sentence on the US session that had closed when the region's markets opened, if it is the same for all. */
export function overnightSentence(
  view: StateView,
  region: string,
  indices: readonly string[],
): Sentence | null {
  const leads = indices.map((id) => view.instrument(id).overnightLead);
  const [first] = leads;
  if (first === undefined || first === null) return null;
  const isSame = leads.every(
    (lead) => lead?.mic === first.mic && lead.date === first.date && lead.stale === first.stale,
  );
  if (!isSame) return null;
  const name = view.read(market, first.mic).name || first.mic;
  const sentence = new Sentence().say(
    `The session of ${theName(name)} on ${dateWords(first.date, view.year)} had closed before ${regionName(region)} opened`,
  );
  if (first.stale) sentence.say(", and before its own close the day before");
  for (const id of indices) {
    sentence
      .is(fieldOf(id, "overnightLead.mic"), first.mic)
      .is(fieldOf(id, "overnightLead.date"), first.date);
    sentence.is(fieldOf(id, "overnightLead.stale"), first.stale);
  }
  return sentence.say(".");
}

/** The region's indices that have a change; its shares with a change if there is no such index. */
export function instrumentsOf(view: StateView, region: string): readonly string[] {
  const here = view.listed.filter((id) => {
    const { date, changePct } = view.instrument(id);
    return (
      date !== null && changePct !== null && view.read(market, view.read(listing, id).mic).region === region
    );
  });
  const indices = here.filter((id) => view.read(listing, id).kind === "index");
  return indices.length > 0 ? indices : here.filter((id) => view.read(listing, id).kind === "equity");
}

/** The region's name; initials take an article: "the US". */
function regionName(region: string): string {
  return /^[A-Z]{2,3}$/.test(region) ? `the ${region}` : region;
}
