/** The canvas of the chart, drawn by lightweight-charts, which hides breaks by itself. */
import {
  type AutoscaleInfo,
  BaselineSeries,
  createChart,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  LineStyle,
  type UTCTimestamp,
} from "lightweight-charts";

export interface PriceLine {
  readonly price: number;
  readonly title: string;
  readonly kind: "previous" | "record";
}

export interface Drawn {
  readonly points: readonly { readonly second: number; readonly price: number }[];
  readonly lines: readonly PriceLine[];
  readonly decimals: number;
  /** A time of day, of seconds since 1970. */
  readonly clock: (second: number) => string;
}

export class PriceChart {
  readonly #chart: IChartApi;
  readonly #line: ISeriesApi<"Baseline">;
  #lines: IPriceLine[] = [];
  #clock: Drawn["clock"] = String;
  #drawn: Drawn["points"] = [];
  #known: readonly PriceLine[] = [];

  constructor(place: HTMLElement) {
    this.#chart = createChart(place, {
      autoSize: true,
      // Its link stands beside the chart in words: the logo brings an inline style, which the page's policy forbids.
      layout: { attributionLogo: false, fontSize: 11 },
      handleScroll: false,
      handleScale: false,
      rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.08, bottom: 0.08 } },
      timeScale: {
        borderVisible: false,
        timeVisible: true,
        secondsVisible: false,
        tickMarkFormatter: (second: number) => this.#clock(second),
      },
      localization: { timeFormatter: (second: number) => this.#clock(second) },
    });
    this.#line = this.#chart.addSeries(BaselineSeries, {
      lineWidth: 2,
      priceLineVisible: false,
      autoscaleInfoProvider: (range: () => AutoscaleInfo | null) => this.#withLines(range()),
    });
    this.paint();
  }

  /** Takes the page's colours, as after a change of theme. */
  paint(): void {
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
    this.#chart.applyOptions({
      layout: {
        background: { color: colour("card") },
        textColor: colour("muted"),
        fontFamily: "system-ui, sans-serif",
      },
      grid: { vertLines: { color: colour("band") }, horzLines: { color: colour("band") } },
    });
    const [ink, up, down] = [colour("ink"), colour("up"), colour("down")];
    this.#line.applyOptions({
      topLineColor: ink,
      bottomLineColor: ink,
      topFillColor1: `${up}38`,
      topFillColor2: `${up}10`,
      bottomFillColor1: `${down}10`,
      bottomFillColor2: `${down}38`,
    });
  }

  /** The range of the prices so far, widened to hold the lines. */
  #withLines(info: AutoscaleInfo | null): AutoscaleInfo | null {
    const range = info?.priceRange ?? null;
    if (info === null || range === null || this.#known.length === 0) return info;
    const prices = this.#known.map(({ price }) => price);
    const minValue = Math.min(range.minValue, ...prices);
    const maxValue = Math.max(range.maxValue, ...prices);
    return { ...info, priceRange: { minValue, maxValue } };
  }

  draw({ points, lines, decimals, clock }: Drawn): void {
    this.#clock = clock;
    this.#known = lines;
    const previous = lines.find(({ kind }) => kind === "previous");
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    this.#line.applyOptions({
      baseValue: { type: "price", price: previous?.price ?? points[0]?.price ?? 0 },
      priceFormat: {
        type: "custom",
        minMove: 10 ** -decimals,
        formatter: (price: number) => price.toLocaleString("en-US", digits),
      },
    });
    const before = this.#drawn;
    const data = points.map(({ second, price }) => ({ time: second as UTCTimestamp, value: price }));
    const last = data.at(-1);
    const isNext =
      points.length === before.length + 1 &&
      points.at(-2)?.second === before.at(-1)?.second &&
      points[0]?.second === before[0]?.second;
    if (isNext && last !== undefined) this.#line.update(last);
    else this.#line.setData(data);
    this.#drawn = points;
    const style = getComputedStyle(document.documentElement);
    for (const line of this.#lines) this.#line.removePriceLine(line);
    this.#lines = lines.map(({ price, title, kind }) =>
      this.#line.createPriceLine({
        price,
        title,
        color: style.getPropertyValue(kind === "record" ? "--record" : "--mark").trim(),
        lineWidth: 1,
        lineStyle: kind === "record" ? LineStyle.Dashed : LineStyle.Dotted,
        axisLabelVisible: true,
      }),
    );
    this.#chart.timeScale().fitContent();
  }

  remove(): void {
    this.#chart.remove();
  }
}
