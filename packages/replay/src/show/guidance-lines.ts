/** Revised forecasts as lines of the board, and how shares have taken them since. */
import { grouped, type MarketState } from "@tapefold/projections";
import type { Board } from "./board.ts";
import { printable } from "./printable.ts";
import { percent } from "./board-words.ts";

type GuidanceState = MarketState["guidance"][number];

/** Most revisions shown, the latest ones. */
const REVISIONS_MAX = 6;

export function guidanceLines({ state, issuerNameOf }: Board): string[] {
  return state.guidance.slice(-REVISIONS_MAX).flatMap((one) => {
    const issuer = [one.issuer, issuerNameOf.get(one.issuer) ?? ""].filter(Boolean).join(" ");
    const items = one.items.filter((item) => item.class !== "reaffirm").map(itemWords);
    const said = `${shortInstant(one.at)}  ${printable(issuer)}  ${one.class}, year to ${one.fiscalYearEnd}`;
    return [said, ...[...items, ...reactionWords(one)].map((line) => `    ${line}`)];
  });
}

export function itemWords({ metric, previous, revised, changePct }: GuidanceState["items"][number]): string {
  const words = metric.replaceAll(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`);
  const change = changePct === null ? "" : `  ${percent(changePct)}`;
  return `${words}  ${valueWords(previous)} to ${valueWords(revised)}${change}`;
}

function valueWords(value: GuidanceState["items"][number]["revised"]): string {
  if (value === null) return "none";
  return typeof value === "string" ? grouped(value) : value.map(grouped).join("–");
}

function reactionWords({ reactions }: GuidanceState): string[] {
  return reactions.flatMap(({ instrument, lastPct, maxUpPct, maxDownPct }) =>
    lastPct === null || maxUpPct === null || maxDownPct === null
      ? []
      : [
          `${printable(instrument)} since: ${percent(lastPct)}, between ${percent(maxDownPct)} and ${percent(maxUpPct)}`,
        ],
  );
}

/** "2026-02-09 06:30" of an instant's text, with seconds only if there are any. */
function shortInstant(at: string): string {
  return at
    .replace("T", " ")
    .replace(/Z$/, "")
    .replace(/(:\d\d):00$/, "$1");
}
