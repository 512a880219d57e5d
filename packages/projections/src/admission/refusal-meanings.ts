/** Every code of a refused event: its meaning, and what can be done. */
import type { Refusal } from "./admission.ts";

export interface RefusalMeaning {
  readonly means: string;
  readonly remedy: string;
}

/** The meaning and the remedy of each code that the gate refuses an event with. */
export const refusalMeanings: Readonly<Record<Refusal, RefusalMeaning>> = {
  busted: {
    means: "the tick was taken back by a TickBusted elsewhere on the tape",
    remedy: "nothing to do; replay --without the bust's id shows the market as if it had stood",
  },
  unknown: {
    means: "it names a market, an instrument or an event that the tape does not have before it",
    remedy: "list the market and the instrument before their first event, and check the id",
  },
  duplicate: {
    means: "the same event stands earlier on the tape, or its source has gone past its number",
    remedy: "nothing to do for a line sent twice; else give the event a new id, or its source rising numbers",
  },
  "id-conflict": {
    means: "its id stands on the tape with other content, or it lists an instrument as another one",
    remedy: "give every event an id of its own; list another instrument under another id",
  },
  derived: {
    means: "it is for an index whose level is computed from its members, or makes such an index a member",
    remedy: "leave ticks of derived indices out, or define the index as quoted",
  },
  "outside-session": {
    means: "its market has no session then: none opened yet, a break, or a date that is not scheduled",
    remedy: "check that times are in the market's zone and that the calendar has the date",
  },
  "session-closed": {
    means: "the session that it belongs to has closed, or is the one before",
    remedy: "put late prints before SessionClosed, or mark them with updates of highLow alone",
  },
  halted: {
    means: "trading of the instrument or of its market was halted",
    remedy: "put TradingResumed before the first print after a halt",
  },
  "bad-price": {
    means: "the price is not above zero, or has more decimals than the instrument's scale",
    remedy: "list the instrument with as many decimals as its prices have",
  },
  "off-tick": {
    means: "the price is no multiple of the tick size in force",
    remedy: "check the tick-size table and the date it is in force from",
  },
  limit: {
    means: "the price is further from the base price than the daily limit",
    remedy: "check the limit table; set a special base price with BasePriceSet",
  },
  "fat-finger": {
    means: "the price is further from the reference than the instrument's fatFinger allows",
    remedy: "let it in with TickConfirmed if it is right",
  },
  "double-open": {
    means: "the market has opened a session of that date before",
    remedy: "open each date once; a halt is no close",
  },
  "never-closed": {
    means: "it closes or corrects a session that is not open, or was never closed",
    remedy: "put SessionOpened of the same market and date before it",
  },
  "split-intraday": {
    means: "its date has begun already",
    remedy: "put splits and base prices before the SessionOpened of their date",
  },
  withdrawn: {
    means: "the split was taken back by a SplitWithdrawn elsewhere on the tape",
    remedy: "nothing to do",
  },
};
