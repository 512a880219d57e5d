/** The page around a report: one file that loads nothing, with a policy that lets nothing in. */
import { createHash } from "node:crypto";
import { version } from "../tape/version.ts";
import { html, Markup } from "./markup.ts";
import type { ColourOrder } from "../show/board-style.ts";
import { pageStyle } from "./theme.ts";

export interface Page {
  readonly title: string;
  readonly colours: ColourOrder;
  readonly header: Markup;
  readonly body: readonly Markup[];
}

export function page({ title, colours, header, body }: Page): string {
  const hash = createHash("sha256").update(pageStyle).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  // No space between the tags: the policy names the style by its hash.
  const style = new Markup(`<style>${pageStyle}</style>`);
  const document = html`<!doctype html>
    <html lang="en" data-colours="${colours}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="generator" content="tapefold ${version}" />
        <title>${title}</title>
        ${style}
      </head>
      <body>
        <header>${header}</header>
        <main>${body.map((part) => html`${part} `)}</main>
        <footer class="quiet">
          <p>
            Made by tapefold ${version} from the tape alone; every figure links to the events it goes back to.
          </p>
        </footer>
      </body>
    </html> `;
  return document.text;
}
