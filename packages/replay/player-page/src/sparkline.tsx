import type { JSX } from "preact";
import { documentOf } from "./model.ts";

const [WIDTH, HEIGHT] = [52, 18];

/** The session of an index in a few strokes; a figure beside it says where it stands. */
export function Sparkline({ id }: { readonly id: string }): JSX.Element | null {
  const prices = documentOf(`line:${id}`).value;
  if (prices === null || prices.length < 2) return null;
  const [low, high] = [Math.min(...prices), Math.max(...prices)];
  const place = (price: number, at: number): string => {
    const x = (at / (prices.length - 1)) * (WIDTH - 2) + 1;
    const y = high === low ? HEIGHT / 2 : HEIGHT - 2 - ((price - low) / (high - low)) * (HEIGHT - 4);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  };
  return (
    <svg class="spark" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <polyline points={prices.map(place).join(" ")} />
    </svg>
  );
}
