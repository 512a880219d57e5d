/**
 * Fields of a user's own rules: `rules.NAME.KEY` for a document, `rules.NAME.KEY.total` for a field in it.
 */
import type { AnyProjection, Read } from "@tapefold/core";

export interface RuleField {
  readonly rule: AnyProjection;
  readonly key: string;
  readonly path: readonly string[];
}

/**
 * Parses the path of a user's rule; undefined for any other path. A key that contains dots is written in
 * braces, as `rules.NAME.{BRK.B}.total`.
 */
export function parseRuleField(own: readonly AnyProjection[], text: string): RuleField | undefined {
  const [, name, rest] = /^rules\.([^.]+)\.(.+)$/s.exec(text) ?? [];
  const rule = own.find(({ definition }) => definition.name === name);
  const [, braced, plain, path] = /^(?:\{([^}]*)\}|([^.]+))((?:\.[^.]+)*)$/s.exec(rest ?? "") ?? [];
  const key = braced ?? plain;
  if (rule === undefined || key === undefined) return undefined;
  return { rule, key, path: (path ?? "").split(".").slice(1) };
}

/** The value of a rule's field; null if there is none. A big whole number is given as text. */
export function ruleValue(read: Read, { rule, key, path }: RuleField): unknown {
  let value: unknown = read(rule, key);
  for (const step of path)
    value =
      typeof value === "object" && value !== null && Object.hasOwn(value, step)
        ? (value as Readonly<Record<string, unknown>>)[step]
        : null;
  return plain(value);
}

/** A document as JSON writes it. */
export function plain(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
