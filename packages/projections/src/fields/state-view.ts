/** A state as claims see it: the fields of the market's state, each worked out when it is first asked for. */
import {
  compareText,
  formatInstant,
  type Fraction,
  multiplyFractions,
  fraction,
  type Read,
  type State,
} from "@tapefold/core";
import { currentState, indexOf, type InstrumentState } from "../views/instrument-state.ts";
import { type LookingBackState, lookingBackState } from "../views/looking-back-state.ts";
import { listing } from "../reference/listing.ts";
import { market } from "../reference/market.ts";
import { guidanceStates, marketState } from "../views/market-state.ts";
import { regions } from "../views/region.ts";
import { sectorStates, sharesStates } from "../views/shares.ts";
import { statisticStates } from "../views/statistic-states.ts";
import { exactRatio } from "./exact-ratio.ts";
import { type FieldPath, type Location, parsePath, type Pick } from "./field-path.ts";

/** A value that a path leads to, with its location. */
export interface Found {
  readonly location: Location;
  /** The value; null if there is none yet. */
  readonly value: unknown;
  /** The list that the path picked from last, and the place in it; null if it picked from no list. */
  readonly picked: { readonly rows: readonly Row[]; readonly at: number; readonly location: Location } | null;
  /** The part of the path that leads nowhere; null if the path leads to a value. */
  readonly missing: string | null;
}

export type Row = Readonly<Record<string, unknown>>;

const HUNDRED = fraction(100n);

/** A single value as text; empty if it is not a single value. */
export function scalarText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? `${value}`
    : "";
}

/** The parts of the state that are worked out separately. */
const ROOTS: Readonly<Record<string, (state: State, read: Read) => unknown>> = {
  instruments: () => ({}),
  regions: (_, read) => regions(read),
  statistics: statisticStates,
  sectors: (_, read) => sectorStates(read),
  shares: (_, read) => sharesStates(read),
  guidance: guidanceStates,
};

/** A view of one state, by paths. */
export class StateView {
  readonly state: State;
  readonly read: Read;
  readonly #head: number;
  readonly #instruments = new Map<string, InstrumentState>();
  readonly #roots = new Map<string, unknown>();

  /** `head` is the last position of the tape, which may end after the state. */
  constructor(state: State, head = state.position) {
    this.state = state;
    this.#head = head;
    this.read = state.read;
  }

  /** The year of the state's last event, empty before the first. */
  get year(): string {
    return this.state.at === null ? "" : formatInstant(this.state.at).slice(0, 4);
  }

  isListed(instrument: string): boolean {
    return this.read(listing, instrument).mic !== "";
  }

  /** Ids of the listed instruments, by code unit. */
  get listed(): readonly string[] {
    return [...this.state.documents(listing).keys()].filter((id) => this.isListed(id)).sort(compareText);
  }

  /** The state of an instrument; its costly fields are worked out when they are first read. */
  instrument(id: string): InstrumentState {
    const known = this.#instruments.get(id);
    if (known !== undefined) return known;
    const { read } = this;
    let looked: LookingBackState | undefined;
    const back = (): LookingBackState => (looked ??= lookingBackState(read, id));
    let index: InstrumentState["index"] | undefined;
    const one: InstrumentState = {
      ...currentState(read, id),
      get index() {
        if (index === undefined) index = indexOf(read, id);
        return index;
      },
      get session() {
        return back().session;
      },
      get since() {
        return back().since;
      },
      get periods() {
        return back().periods;
      },
    };
    this.#instruments.set(id, one);
    return one;
  }

  /** Reads a path, with the instruments of this state as known ids. */
  parse(text: string): FieldPath | undefined {
    return parsePath(text, (id) => this.isListed(id));
  }

  /** The values that a path leads to: one, or one for each instrument that it names. */
  find({ steps }: FieldPath): readonly Found[] {
    let places: Found[] = [{ location: [], value: undefined, picked: null, missing: null }];
    for (const step of steps) {
      places = places.flatMap((place): Found[] => {
        if (place.missing !== null || place.value === null) return [place];
        if (step.kind === "ids") return step.ids.map((id) => this.#byId(place, id));
        if (step.kind === "field") return [this.#field(place, step.name)];
        return [pick(place, step.where)];
      });
    }
    return places.map((place) => this.#settle(place));
  }

  /** The exact value of a percentage; null if it is not kept as a ratio. */
  exactPercent(location: Location): Fraction | null {
    const ratio = exactRatio(this.read, location, this);
    return ratio === null ? null : multiplyFractions(ratio, HUNDRED);
  }

  /** The value at a location. */
  at(location: Location): unknown {
    let value: unknown;
    location.forEach((step, index) => {
      if (index === 0) value = this.#root(String(step));
      else if (index === 1 && location[0] === "instruments") value = this.instrument(String(step));
      else value = (value as Record<string | number, unknown> | null | undefined)?.[step];
    });
    return value;
  }

  #root(name: string): unknown {
    if (this.#roots.has(name)) return this.#roots.get(name);
    const root = Object.hasOwn(ROOTS, name) ? ROOTS[name]?.(this.state, this.read) : this.#whole(name);
    this.#roots.set(name, root);
    return root;
  }

  #whole(name: string): unknown {
    const shown = marketState(this.state);
    return name === "tape" ? { ...shown.tape, head: this.#head } : shown[name as "asOf"];
  }

  /** Turns a streak into a number: the provisional one while it exists, else the confirmed; so for periods too. */
  #settle(place: Found): Found {
    const { location, value } = place;
    if (location.length === 1 && location[0] === "instruments")
      return { ...place, value: this.#whole("instruments") };
    if (location.at(-1) !== "streak" || typeof value !== "object" || value === null) return place;
    const { provisional, confirmed } = value as InstrumentState["streak"];
    const which = provisional === null ? "confirmed" : "provisional";
    return { ...place, location: [...location, which], value: provisional ?? confirmed };
  }

  #field(place: Found, name: string): Found {
    const value =
      place.location.length === 0 ? this.#root(name) : (place.value as Record<string, unknown>)[name];
    return { ...place, location: [...place.location, name], value: value ?? null };
  }

  #byId(place: Found, id: string): Found {
    const location = [...place.location, id];
    if (place.location[0] === "instruments") {
      return this.isListed(id)
        ? { ...place, location, value: this.instrument(id) }
        : { ...place, location, value: null, missing: `no instrument ${id}` };
    }
    const counts = place.value as Record<string, unknown>;
    return { ...place, location, value: Object.hasOwn(counts, id) ? counts[id] : null };
  }
}

/** Ids of the listed indices of a region, or of all regions if undefined, by code unit. */
export function indicesOf({ listed, read }: StateView, region: string | undefined): readonly string[] {
  return listed.filter((id) => {
    const { kind, mic } = read(listing, id);
    return kind === "index" && (region === undefined || read(market, mic).region === region);
  });
}

/** Picks the last row that fits: lists in which a value can repeat are in order of the tape. */
function pick(place: Found, where: readonly Pick[]): Found {
  const rows = place.value as readonly Row[];
  const at = rows.findLastIndex((row) => where.every(({ key, value }) => scalarText(row[key]) === value));
  if (at === -1) {
    const wanted = where.map(({ key, value }) => `${key} ${value}`).join(" and ");
    return { ...place, value: null, missing: `no row of ${String(place.location.at(-1))} with ${wanted}` };
  }
  const { location } = place;
  return { location: [...location, at], value: rows[at], picked: { rows, at, location }, missing: null };
}
