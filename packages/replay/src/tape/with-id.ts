import { nanoid } from "nanoid";

/** A line's JSON with an id; a line without one is given one. */
export function withId(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value) || Object.hasOwn(value, "id"))
    return value;
  return { id: nanoid(), ...value };
}
