/** The colours of the report, read from the page: text against what it stands on, light and dark. */
import { beforeAll, expect, test } from "vitest";
import { goldenPath } from "../tape-folder.ts";
import { sessionPage } from "./report-page.ts";

let style: string;

beforeAll(async () => {
  style = (await sessionPage(goldenPath)).html.match(/<style>([\s\S]*?)<\/style>/)?.[1] ?? "";
}, 60_000);

/** The tokens of the page, and those that the dark page puts in their place. */
function tokens(isDark: boolean): Record<string, string> {
  const blocks = [...style.matchAll(/:root\{([^}]*--ink[^}]*)\}/g)].map(([, block]) => block ?? "");
  const read = (block = ""): [string, string][] =>
    [...block.matchAll(/--(\w+):(#[0-9a-f]{6})/g)].map(([, name = "", value = ""]) => [name, value]);
  return Object.fromEntries([...read(blocks[0]), ...(isDark ? read(blocks[1]) : [])]);
}

test.each([false, true])("text has contrast enough; dark: %s", (isDark) => {
  const colour = tokens(isDark);
  for (const ground of ["page", "card"])
    for (const text of ["ink", "muted", "green", "vermilion", "blue", "record", "event"])
      expect([text, ground, contrast(colour[text], colour[ground]) >= 4.5]).toEqual([text, ground, true]);
});

test.each([false, true])("lines and marks can be told from what they stand on; dark: %s", (isDark) => {
  const colour = tokens(isDark);
  for (const mark of ["mark", "green", "vermilion", "blue", "record", "event"])
    expect(contrast(colour[mark], colour["card"]), mark).toBeGreaterThanOrEqual(3);
  for (const text of ["ink", "muted", "event"])
    expect(contrast(colour[text], colour["band"]), text).toBeGreaterThanOrEqual(4.5);
});

test.each([false, true])("up and down differ for who sees no red or no green; dark: %s", (isDark) => {
  const { green = "", vermilion = "", blue = "" } = tokens(isDark);
  for (const seen of [protan, deutan]) {
    expect(distance(seen(green), seen(vermilion))).toBeGreaterThan(20);
    expect(distance(seen(vermilion), seen(blue))).toBeGreaterThan(20);
  }
});

type Rgb = readonly [number, number, number];

function rgb(hex = ""): Rgb {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** WCAG 2.2's contrast ratio. */
function contrast(a?: string, b?: string): number {
  const luminance = ([r, g, blue]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  const [dark = 0, light = 0] = [luminance(rgb(a)), luminance(rgb(b))].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

// Machado, Oliveira and Fernandes 2009, full severity, on linear light.
const protan = (hex: string): Rgb =>
  mixed(rgb(hex), [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ]);
const deutan = (hex: string): Rgb =>
  mixed(rgb(hex), [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ]);

function mixed([r, g, b]: Rgb, rows: readonly Rgb[]): Rgb {
  const [x = 0, y = 0, z = 0] = rows.map(([k, l, m]) => k * r + l * g + m * b);
  return [x, y, z];
}

/** Distance in CIELAB. */
function distance(a: Rgb, b: Rgb): number {
  const [from, to] = [lab(a), lab(b)];
  return Math.hypot(...from.map((value, at) => value - (to[at] ?? 0)));
}

function lab([r, g, b]: Rgb): readonly number[] {
  const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}
