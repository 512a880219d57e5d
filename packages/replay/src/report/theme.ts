/**
 * Colours and style of the report's page, light and dark, on screen and on paper. Colour never speaks alone: every
 * direction and state has a glyph and a word beside it.
 */

const LIGHT = {
  page: "#f4f5f7",
  card: "#ffffff",
  ink: "#14181f",
  muted: "#59616e",
  green: "#00735a",
  vermilion: "#b23c00",
  blue: "#1b5fc4",
  record: "#6b2fb3",
  event: "#0a5cc2",
  mark: "#737c89",
  band: "#e7e9ed",
  edge: "#d8dbe1",
};

const DARK: typeof LIGHT = {
  page: "#0d1117",
  card: "#151b23",
  ink: "#e8ebf0",
  muted: "#9aa5b4",
  green: "#3ecfa5",
  vermilion: "#ff9057",
  blue: "#7fb2ff",
  record: "#c9a0ff",
  event: "#6cb0ff",
  mark: "#6d7887",
  band: "#242c37",
  edge: "#2d3641",
};

const tokens = (of: typeof LIGHT): string =>
  Object.entries(of)
    .map(([name, value]) => `--${name}:${value}`)
    .join(";");

export const pageStyle = `
:root{color-scheme:light dark;${tokens(LIGHT)};--up:var(--green);--down:var(--vermilion)}
@media (prefers-color-scheme:dark){:root{${tokens(DARK)}}}
@media print{:root{${tokens({ ...LIGHT, page: "#ffffff" })}}}
:root[data-colours=east]{--up:var(--vermilion);--down:var(--green)}
:root[data-colours=kr]{--up:var(--vermilion);--down:var(--blue)}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums}
main,header,footer{max-width:1120px;margin:0 auto;padding:0 16px}
header{padding-top:28px}
h1{font-size:24px;line-height:1.25;margin:0 0 4px;overflow-wrap:anywhere}
h2{font-size:18px;margin:36px 0 12px;padding-top:12px;border-top:1px solid var(--edge)}
h3{font-size:14px;line-height:1.35;margin:0;overflow-wrap:anywhere}
p{margin:0 0 10px}
a{color:inherit;text-decoration:underline dotted;text-underline-offset:3px}
a:hover{color:var(--event)}
a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--event);outline-offset:2px}
bdi,.id{overflow-wrap:anywhere}
.quiet,.asof,.id,.word{color:var(--muted)}
.asof,.quiet{font-size:12px}
.asof a,.quiet a{color:var(--event)}
.up{color:var(--up)}.down{color:var(--down)}.flat{color:var(--muted)}
.record{color:var(--record)}
.fault{border:2px solid var(--vermilion);padding:10px 14px;background:var(--card);overflow-wrap:anywhere}
.wrap a{text-decoration-color:var(--edge)}
.words{columns:2 400px;column-gap:36px}
.words p{break-inside:avoid}
.facts,.regions,.marks{list-style:none;margin:0;padding:0}
.facts{display:flex;flex-wrap:wrap;gap:2px 20px;font-size:13px;color:var(--muted)}
.regions{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(340px,100%),1fr));gap:12px}
.regions li,.card{background:var(--card);border:1px solid var(--edge);border-radius:6px;padding:12px 14px}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(340px,100%),1fr));gap:12px}
.cards.few{grid-template-columns:repeat(auto-fill,minmax(min(460px,100%),1fr))}
.card{margin:0;min-width:0;overflow:hidden}
h3.head{display:flex;justify-content:space-between;gap:0 10px}
h3.head .word{font-weight:400;white-space:nowrap}
.now{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 10px;margin:2px 0 0;font-size:13px;font-weight:600}
.now .level{font-size:20px;font-weight:700}
.badges{display:flex;flex-wrap:wrap;gap:4px 8px;font-size:12px;margin:4px 0 6px;color:var(--muted)}
.badge{border:1px solid currentColor;border-radius:3px;padding:0 5px;white-space:nowrap}
.badge.sofar{border-style:dashed}
.marks{font-size:12px;color:var(--muted);margin:4px 0}
.marks li{display:inline-block;margin-right:12px}
.marks a{color:var(--event)}
.chart{display:block;width:100%;max-width:480px;height:auto;color:var(--ink);overflow:visible}
.chart text{white-space:pre}
details{font-size:12px;margin-top:6px}
summary{cursor:pointer;color:var(--muted);padding:4px 0}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:12px}
caption{text-align:left;color:var(--muted);padding:4px 0;overflow-wrap:anywhere}
th,td{text-align:right;padding:3px 8px 3px 0;border-bottom:1px solid var(--edge);vertical-align:top;font-weight:400;white-space:nowrap}
thead th{color:var(--muted)}
th:first-child,th.text,td.text,.events td,.events th{text-align:left}
.events .fields,td.text{white-space:normal;min-width:180px;overflow-wrap:anywhere}
.events .id{min-width:110px;max-width:200px;white-space:normal;overflow-wrap:anywhere}
tr:target,li:target{background:var(--band);outline:2px solid var(--event)}
.sentences td.text{min-width:260px}
footer{padding:24px 16px 40px}
@media screen and (max-width:700px){.events .fields,td.text{min-width:420px}main,header,footer{padding-left:10px;padding-right:10px}summary,.marks a,.asof a{line-height:2}.chart{max-width:none}}
@media (forced-colors:active){.chart{forced-color-adjust:none;background:#fff;color:#000}}
@media print{
@page{size:A4;margin:14mm}
body{font-size:10.5pt}
main,header,footer{max-width:none;padding-left:0;padding-right:0}
.cards{display:block;font-size:0}
h2{margin-top:18px}
.words{columns:2;font-size:9.5pt}
.regions{grid-template-columns:1fr 1fr}
.cards{orphans:1;widows:1}
.cards>.card{display:inline-block;width:48.5%;margin:0 1.5% 8px 0;vertical-align:top;font-size:9pt}
.card,.regions li,tr{break-inside:avoid}
h2,h3{break-after:avoid}
a{text-decoration:none}
details:not([open]){display:none}
}
`;
