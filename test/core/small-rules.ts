/** Events and rules as small as they come, for tests of the fold itself. */
import {
  defineProjection,
  type Decimal,
  type EventOf,
  type MarketEvent,
  type Projection,
} from "@tapefold/core";

export const tick = (id: string, price: Decimal, instrument = "A"): EventOf<"PriceTicked"> => ({
  id,
  type: "PriceTicked",
  at: 7,
  instrument,
  price,
});
export const bust = (of: string, id = `bust-${of}`): MarketEvent => ({
  id,
  type: "TickBusted",
  at: 7,
  tick: of,
});
export const correct = (of: string, price: Decimal, id = `correct-${of}-${price}`): MarketEvent => ({
  id,
  type: "TickCorrected",
  at: 7,
  tick: of,
  price,
});
export const confirm = (of: string): MarketEvent => ({
  id: `confirm-${of}`,
  type: "TickConfirmed",
  at: 7,
  tick: of,
});
/** `X1` is market X on the first of the month. */
export const opened = (session: string): MarketEvent => ({
  id: `open-${session}`,
  type: "SessionOpened",
  at: 7,
  ...sessionOf(session),
});
export const closed = (session: string): MarketEvent => ({
  id: `close-${session}`,
  type: "SessionClosed",
  at: 7,
  ...sessionOf(session),
});
export const revised = (id: string, issuer = "A"): EventOf<"GuidanceRevised"> => ({
  id,
  type: "GuidanceRevised",
  at: 5,
  issuer,
  fiscalYearEnd: "2026-03-31",
  span: "FY",
  scope: "consolidated",
  standard: "IFRS",
  items: [{ metric: "eps", previous: 1, revised: 2 }],
});

const sessionOf = (session: string): { mic: string; date: string } => ({
  mic: session.slice(0, 1),
  date: `2026-02-0${session.slice(1)}`,
});

/** The prices of an instrument, in the order they came. */
export const prices = defineProjection<{ prices: string[] }>({
  name: "prices",
  version: 1,
  key: ({ instrument }) => instrument,
  initial: { prices: [] },
  on: {
    PriceTicked: (document, { price }) => {
      document.prices.push(String(price));
    },
  },
});

interface Judged {
  refused: string[];
  /** The session of each market that opened last. */
  sessions: { mic: string; date: string; position: number; isOpen: boolean }[];
}

/**
 * Refuses busted ticks, corrections that are no price, prices above 1,000 unless confirmed, and sessions that open or
 * close out of turn; notes what it refused.
 */
export const judge: Projection<Judged> = defineProjection<Judged>({
  name: "judge",
  version: 1,
  key: () => "all",
  initial: { refused: [], sessions: [] },
  on: {
    EventRejected: (document, { event, code }) => {
      document.refused.push(`${event.id} ${code}`);
    },
    SessionOpened: (document, { mic, date }, { position }) => {
      document.sessions = document.sessions.filter((one) => one.mic !== mic);
      document.sessions.push({ mic, date, position, isOpen: true });
    },
    SessionClosed: (document, { mic }) => {
      for (const session of document.sessions) if (session.mic === mic) session.isOpen = false;
    },
  },
  admit: (event, read, amended) => {
    if (event.type === "TickCorrected") return Number(event.price) > 0 ? null : "bad-price";
    if (event.type === "SessionOpened" || event.type === "SessionClosed") {
      const current = read(judge, "all").sessions.find(({ mic }) => mic === event.mic);
      if (event.type === "SessionOpened")
        return current !== undefined && event.date <= current.date ? "double-open" : null;
      return current?.date === event.date && current.isOpen ? null : "never-closed";
    }
    if (event.type !== "PriceTicked") return null;
    if (amended?.busted === true) return "busted";
    return Number(event.price) > 1000 && amended?.confirmed !== true ? "fat-finger" : null;
  },
  amendable: {
    openedAt: (_, read) => read(judge, "all").sessions.at(-1)?.position ?? 0,
    since: (read) => {
      const { sessions } = read(judge, "all");
      return (sessions.find(({ isOpen }) => isOpen) ?? sessions.at(-1))?.position ?? 0;
    },
    holds: () => false,
  },
});

/** Counts the ticks of each instrument. */
export const counting = (name: string) =>
  defineProjection<{ count: number }>({
    name,
    version: 1,
    key: ({ instrument }) => instrument,
    initial: { count: 0 },
    on: {
      PriceTicked: (document) => {
        document.count += 1;
      },
    },
  });

/** Counts ticks, and throws on prices of a kind. */
export const fussy = (isFault: (price: number) => boolean) =>
  defineProjection<{ count: number }>({
    name: "fussy",
    version: 1,
    key: ({ instrument }) => instrument,
    initial: { count: 0 },
    on: {
      PriceTicked: (document, { price }) => {
        if (isFault(Number(price))) throw new Error(`${price}`);
        document.count += 1;
      },
    },
  });
