/** Decimals as they stand on a tape, kept as whole units with a form, so that the same number or text comes back. */
import { type Decimal, formatUnits } from "@tapefold/core";
import { VARINT_MAX } from "./varints.ts";

/** How a decimal is written: its number of decimals, and from `TEXT_FORM` on the same for a text. */
export type DecimalForm = number;

/** The form of no decimal at all. */
export const NO_DECIMAL: DecimalForm = -1;
const TEXT_FORM = 16;
const UNITS_MAX = VARINT_MAX / 2;
const POWERS_OF_TEN: readonly number[] = Array.from({ length: TEXT_FORM }, (_, exponent) => 10 ** exponent);

/** The units of a decimal in a form; undefined if it cannot be written so. */
export function unitsIn(form: DecimalForm, decimal: Decimal): number | undefined {
  if (typeof decimal === "number") {
    const power = POWERS_OF_TEN[form];
    if (power === undefined) return undefined;
    const units = Math.round(decimal * power);
    return Math.abs(units) < UNITS_MAX && Object.is(units / power, decimal) ? units : undefined;
  }
  if (form < TEXT_FORM || decimal.length > 15) return undefined;
  const units = Number(decimal.replace(".", ""));
  return Number.isSafeInteger(units) && formatUnits(units, form - TEXT_FORM) === decimal ? units : undefined;
}

/** A form the decimal can be written in; undefined if there is none. */
export function formOf(decimal: Decimal): DecimalForm | undefined {
  if (typeof decimal === "number") {
    const form = POWERS_OF_TEN.findIndex((_, scale) => unitsIn(scale, decimal) !== undefined);
    return form === -1 ? undefined : form;
  }
  const point = decimal.indexOf(".");
  const form = TEXT_FORM + (point === -1 ? 0 : decimal.length - point - 1);
  return unitsIn(form, decimal) === undefined ? undefined : form;
}

export function decimalOf(form: DecimalForm, units: number): Decimal {
  return form < TEXT_FORM ? units / (POWERS_OF_TEN[form] as number) : formatUnits(units, form - TEXT_FORM);
}
