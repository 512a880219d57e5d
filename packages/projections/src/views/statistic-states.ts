/** The last published statistics as the market's state shows them. */
import { compareText, type State, type TradingDate } from "@tapefold/core";
import { type Statistic, statistics } from "../reference/statistics.ts";

/** A published statistic of a market or an instrument. */
export interface StatisticState {
  readonly mic: string | null;
  readonly instrument: string | null;
  readonly date: TradingDate;
  readonly name: Statistic["name"];
  readonly value: string;
  readonly unit: string | null;
}

/** The last published statistics, by market or instrument, then name. */
export function statisticStates(state: State): StatisticState[] {
  const rows = [...state.documents(statistics).values()].flatMap(({ mic, instrument, published }) =>
    published.map(({ date, name, value, unit }) => ({ mic, instrument, date, name, value, unit })),
  );
  const subject = ({ mic, instrument }: StatisticState): string => mic ?? instrument ?? "";
  return rows.sort(
    (a, b) =>
      compareText(subject(a), subject(b)) ||
      Number(a.mic === null) - Number(b.mic === null) ||
      compareText(a.name, b.name),
  );
}
