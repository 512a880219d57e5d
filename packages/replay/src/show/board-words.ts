/** Writes values of the state in the words of the board. */
import { grouped, type InstrumentState } from "@tapefold/projections";

/** "+1,521.83" with its sign; zero has none. */
export function signed(decimal: string): string {
  return /[1-9]/.test(decimal) && !decimal.startsWith("-") ? `+${grouped(decimal)}` : grouped(decimal);
}

/** "+2.70 %" for "2.7000": two decimals, half away from zero. */
export function percent(decimal: string): string {
  return `${signed(rounded(decimal))} %`;
}

/** "+8.0 bp" of a rate's change of "0.080": one decimal, cut off. */
export function basisPoints(decimal: string): string {
  const [whole = "", fraction = ""] = decimal.split(".");
  const digits = fraction.padEnd(3, "0");
  const points = `${whole}${digits.slice(0, 2)}.${digits.slice(2, 3)}`.replace(/^(-?)0+(?=\d)/, "$1");
  return `${signed(points)} bp`;
}

/** "3 up so far (2 confirmed)", "1 down", "unchanged"; the short form leaves the confirmed number out. */
export function streakWords({ confirmed, provisional }: InstrumentState["streak"], isShort: boolean): string {
  if (provisional === null) return confirmed === null ? "" : sessions(confirmed);
  const isSameWay = confirmed !== null && Math.sign(confirmed) === Math.sign(provisional) && confirmed !== 0;
  const settled = isSameWay && !isShort ? ` (${Math.abs(confirmed)} confirmed)` : "";
  return `${sessions(provisional)} so far${settled}`;
}

/**
 * The level against the records: a record set this session, else the distance to it. With an incomplete
 * history it is called the highest since a date, and no record.
 */
export function recordWords({ close, high }: InstrumentState["record"], isShort: boolean): string {
  const set = [close?.setThisSession ? "close" : "", high?.setThisSession ? "high" : ""].filter(Boolean);
  const standing = close?.setThisSession ? close : high?.setThisSession ? high : (close ?? high);
  if (standing === null) return "";
  const since = isShort ? "highest yet" : `highest since ${standing.since}`;
  if (set.length === 0) {
    const name = standing.since === null ? "record" : "highest";
    if (standing.near === "at-record") return standing.since === null ? "at record" : since;
    return standing.shortfallPct === null ? "" : `${rounded(standing.shortfallPct)} % below ${name}`;
  }
  if (standing.since !== null && standing === high)
    return isShort ? "new high" : `new high since ${high.since}`;
  if (standing.since !== null) return since;
  if (set.length === 2) return isShort ? "record close, high" : "record close and high";
  if (standing === high) return "record high today";
  return standing.straight > 1 && !isShort ? `record close, ${standing.straight} in a row` : "record close";
}

/** True if `recordWords` tells of a record set this session, or touched. */
export function isAtRecord({ close, high }: InstrumentState["record"]): boolean {
  return [close, high].some(
    (record) => record !== null && (record.setThisSession || record.near === "at-record"),
  );
}

function sessions(streak: number): string {
  if (streak === 0) return "unchanged";
  return `${Math.abs(streak)} ${streak > 0 ? "up" : "down"}`;
}

/** Rounds four decimals to two, half away from zero. */
function rounded(decimal: string): string {
  const isNegative = decimal.startsWith("-");
  const [whole = "", fraction = ""] = decimal.replace("-", "").split(".");
  const hundredths =
    BigInt(whole + fraction.padEnd(2, "0").slice(0, 2)) + ((fraction[2] ?? "0") >= "5" ? 1n : 0n);
  const text = String(hundredths).padStart(3, "0");
  return `${isNegative && hundredths > 0n ? "-" : ""}${text.slice(0, -2)}.${text.slice(-2)}`;
}
