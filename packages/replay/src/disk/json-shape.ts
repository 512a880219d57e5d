import type { z } from "zod";

/** The value of a JSON file in the shape of a schema; throws the error that `fault` makes of the first wrong field. */
export function mustHaveShape<T>(
  schema: z.ZodType<T>,
  json: unknown,
  fault: (field: string, problem: string) => Error,
): T {
  const parsed = schema.safeParse(json, { error: inWords });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw fault(issue?.path.map(String).join(".") ?? "", issue?.message ?? OTHERWISE);
}

const OTHERWISE = "has another shape";

/** Says what is wrong with a field; messages of the schema's own come before it. */
function inWords(issue: z.core.$ZodRawIssue): string {
  if (issue.code === "unrecognized_keys") return `there is no field ${issue.keys?.join(", ")}; remove it`;
  if (issue.code === "invalid_key") return issue.issues?.[0]?.message ?? "has a name that is none";
  if (issue.input === undefined) return "is missing; add it";
  if (issue.code === "invalid_value") return `must be one of ${issue.values?.map(String).join(", ")}`;
  if (issue.code === "invalid_type") return `must be ${KINDS[issue.expected] ?? issue.expected}`;
  if (issue.code === "too_small" || issue.code === "too_big")
    return `must ${issue.origin === "number" ? "be" : "have"} ${bound(issue)}`;
  return OTHERWISE;
}

function bound(issue: z.core.$ZodRawIssue): string {
  const limit =
    issue.code === "too_small" ? issue.minimum : (issue as { readonly maximum?: unknown }).maximum;
  return `${issue.code === "too_small" ? "at least" : "at most"} ${String(limit)}`;
}

const KINDS: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "an object with fields",
  record: "an object with fields",
  string: "a text",
  tuple: "a list",
};
