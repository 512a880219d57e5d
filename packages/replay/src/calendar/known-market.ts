/** Asks about the code of a market that nobody knows, which is often a slip: `XNSA` for `XNAS`. */
import { MarketError } from "@tapefold/core";
import { builtInCalendars } from "./built-in.ts";

/** @throws MarketError `USAGE` for a code without a built-in calendar. */
export function mustBeKnownMarket(mic: string): void {
  if (builtInCalendars.has(mic)) return;
  const known = [...builtInCalendars.keys()].toSorted();
  const alike = known.filter((one) => isAlike(one, mic.toUpperCase()));
  const meant = alike.length > 0 ? `did you mean ${alike.join(" or ")}?` : `there are ${known.join(", ")};`;
  const message = `${mic}: no such market known; ${meant} --calendar gives one of your own, --mic-unknown goes on without`;
  throw new MarketError("USAGE", message, { argument: "--mic" });
}

/** True for codes of the same letters, or that differ in one. */
function isAlike(one: string, other: string): boolean {
  const [ours, theirs] = [one.split(""), other.split("")];
  if (ours.toSorted().join("") === theirs.toSorted().join("")) return true;
  return ours.length === theirs.length && ours.filter((letter, at) => letter !== theirs[at]).length === 1;
}
