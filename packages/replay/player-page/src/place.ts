/** The page's address: the instrument, the position and the events left out stand behind its `#`, so a reload keeps them. */

export interface Place {
  readonly instrument: string | null;
  /** A position or an instant; empty for the tape's beginning. */
  readonly position: string;
  readonly without: readonly number[];
}

/** The token, and whether the page folds by itself: these never change. */
export interface Ticket {
  readonly token: string;
  readonly isStatic: boolean;
}

export function ticketOf(fragment: string): Ticket {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ""));
  return { token: parameters.get("t") ?? "", isStatic: parameters.has("static") };
}

export function placeOf(fragment: string): Place {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ""));
  // `#N225` alone is an instrument, too.
  const [bare] = [...parameters].find(([name, value]) => value === "" && name !== "static") ?? [];
  const without = (parameters.get("w") ?? "").split(",").map(Number);
  return {
    instrument: parameters.get("i") ?? bare ?? null,
    position: parameters.get("p") ?? "",
    without: without.filter((position) => Number.isSafeInteger(position) && position > 0).slice(0, 64),
  };
}

export function fragmentOf({ token, isStatic }: Ticket, { instrument, position, without }: Place): string {
  const parts = [
    ...(isStatic ? ["static"] : []),
    ...(token === "" ? [] : [`t=${token}`]),
    ...(instrument === null ? [] : [`i=${encodeURIComponent(instrument)}`]),
    ...(position === "" ? [] : [`p=${encodeURIComponent(position)}`]),
    ...(without.length === 0 ? [] : [`w=${without.join(",")}`]),
  ];
  return `#${parts.join("&")}`;
}
