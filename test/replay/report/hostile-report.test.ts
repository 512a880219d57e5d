/** Names on a tape are free text: whatever they hold, a report shows it and does nothing of it. */
import { createHash } from "node:crypto";
import { compareText } from "@tapefold/core";
import { beforeAll, expect, test } from "vitest";
import { goldenLines, goldenPath, tapeFolder } from "../tape-folder.ts";
import { sessionPage } from "./report-page.ts";

const folder = tapeFolder();

/** Each in the places of names that a tape has. */
const HOSTILE = [
  "<script>document.title='owned'</script>",
  "\"'><img src=x onerror=alert(1)>",
  "</title></svg></style><script>alert(1)</script>",
  "a\u202eevil\u2066\u200b\u200d\ufeffname\u00ad",
  "bell\u0007 nul\u0000 esc\u001b[31m line\r\nend\u0085\u2028",
  "&lt;b&gt; &amp;amp; ${x} {{y}}",
  "unassigned \u0378 private \ue000 tag \u{e0041} filler \u3164 lone \ud800",
];

const TEXT_FIELDS = ["name", "sector", "reason", "region"];

/** The golden tape with one of them for every name, so that each of them stands somewhere. */
function hostileTape(): string {
  let next = 0;
  const lines = goldenLines.map((line) => {
    const event = JSON.parse(line) as Record<string, unknown>;
    for (const field of TEXT_FIELDS)
      if (typeof event[field] === "string") event[field] = HOSTILE[next++ % HOSTILE.length];
    if (event["mic"] === "XTKS" && "zone" in event) event["zone"] = "Nowhere/City";
    return JSON.stringify(event);
  });
  return folder.write("<b>&hostile.jsonl", `${lines.join("\n")}\n`);
}

let page: Awaited<ReturnType<typeof sessionPage>>;
let golden: typeof page;

beforeAll(async () => {
  [page, golden] = [await sessionPage(hostileTape()), await sessionPage(goldenPath)];
  expect(page.fault).toBeUndefined();
}, 60_000);

test("no name becomes an element or an attribute", () => {
  const shape = ({ document }: typeof page): string =>
    [
      ...new Set(
        [...document.querySelectorAll("*")].map((element) => element.outerHTML.match(/^<[a-z]+/i)?.[0] ?? ""),
      ),
    ]
      .sort(compareText)
      .join();
  expect(shape(page)).toBe(shape(golden));
  for (const element of page.document.querySelectorAll("*"))
    expect(element.outerHTML.match(/^<[^>]*?\s(on\w+|style|src|srcset|xlink:href|action)=/i)).toBeNull();
});

test("all of a name can be seen, and nothing turns or hides the text around it", () => {
  // oxlint-disable-next-line no-control-regex -- exactly these must not be there
  expect(page.html).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  expect(page.html).not.toMatch(
    /\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}|\p{Co}|\p{Cn}|\p{Default_Ignorable_Code_Point}/u,
  );
  const text = page.document.querySelector("main")?.textContent ?? "";
  for (const part of [
    "<script>document.title='owned'</script>",
    "a\\u202eevil\\u2066",
    "bell\\u0007 nul\\u0000",
  ])
    expect(text).toContain(part);
  for (const part of ["&lt;b&gt; &amp;amp; ${x} {{y}}", "unassigned \\u378 private \\ue000"])
    expect(text).toContain(part);
});

test("a zone that no clock knows is read as UTC", () => {
  expect(page.document.querySelector("[data-instrument=N225] svg")?.outerHTML).toContain(">00:00<");
});

test("the policy lets in the page's own style and nothing else", () => {
  const policy = golden.document
    .querySelector("meta[http-equiv=Content-Security-Policy]")
    ?.getAttribute("content");
  const styles = [...golden.html.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, style]) => style ?? "");
  expect(styles).toHaveLength(1);
  const hash = createHash("sha256")
    .update(styles[0] ?? "")
    .digest("base64");
  expect(policy).toBe(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
  expect(golden.html).not.toMatch(/<script|<link|<iframe|<img|url\(|@import|https?:\/\/(?!www\.w3\.org)/i);
});
