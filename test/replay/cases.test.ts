/**
 * Situations that people reported of tools like this one, each a folder with what they typed (`run.sh`) and what
 * should come of it (`expected.txt`). The list holds what each must say, and every folder is in it.
 */
import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "./cli/run-command.ts";
import { tapeFolder } from "./tape-folder.ts";

const project = fileURLToPath(new URL("../../", import.meta.url));
const cases = fileURLToPath(new URL("../../../shared/cases/", import.meta.url));
const hasCases = existsSync(cases);
const names = hasCases ? readdirSync(cases) : [];

/** Patterns that the output of each must match, in this order. */
const expected: Readonly<Record<string, readonly RegExp[]>> = {
  "01": [/^0$/m, /2020-01-07,.*,0\.5000,0\.49751244,1,/],
  "03": [
    /rc=0/,
    /"InstrumentSplit".*"numerator":10,"denominator":1,"date":"2024-06-10"/,
    /2024-06-10,.*,121\.7900,0\.9020,0\.74614519/,
  ],
  "04": [
    /"InstrumentSplit".*"numerator":4,"denominator":1,"date":"2024-03-28"/,
    /2024-03-29,.*,15,1\.50000000,1,/,
    /"InstrumentSplit".*"numerator":4,"denominator":1,"date":"2024-03-28"/,
    /2024-04-01,.*,15\.0000,1\.50000000,1,/,
  ],
  "05": Array.from({ length: 3 }, () => [
    /2025-11-05.*upgrade/,
    /net sales {2}6,700,000,000,000 to 6,800,000,000,000 {2}\+1\.49 %/,
    /2026-02-09.*upgrade/,
    /net sales {2}6,800,000,000,000 to 6,950,000,000,000 {2}\+2\.21 %/,
  ]).flat(),
  "06": [
    /2025-06-20.*upgrade/,
    /net sales {2}6,700,000,000,000 to 6,800,000,000,000 {2}\+1\.49 %/,
    /2 events to .*o2\.jsonl/,
  ],
  // The closing print comes 0.42 s after the bell, with a calendar that names the auction too.
  "07": Array.from({ length: 2 }, () => /2024-03-04,50\.10,50\.65,50\.10,50\.31,/),
  "08": Array.from({ length: 2 }, () => [
    /3 taken, 0 refused\nnothing odd/,
    /2024-01-04,.*\n2024-01-05,.*\n2024-01-09,/,
  ]).flat(),
  "09": [
    /nothing odd/,
    /"scale":2/,
    /2024-01-04,.*,2600\.10,/,
    /2024-01-05,.*,2650\.07,49\.97,/,
    /2024-01-09,.*,2690\.29,40\.22,/,
  ],
  "10": [
    /6 events added.*\nrc=0/,
    /6 events added.*\nrc=0/,
    /ID_CONFLICT: .*instruments of one market are imported together/,
  ],
  "11": [/rc=0\n[\s\S]*rc=0/, /2026-02-06,.*,103\.5,1\.0,0\.97560976,2,/],
  "12": [/6 events added/, /"events":26,"accepted":26,"rejected":\{\}/],
  "13": [/4 taken/, /there is no Adj Close/, /rc=0/, /2 rows of 1 file: 2 taken, 0 refused/, /rc=0/],
  "14": [
    /is no UTF-8; give --encoding.*\nrc=2/,
    /2024-01-04 to 2024-01-09\n4 rows of 1 file: 3 taken, 1 refused/,
    /2024-01-04 to 2024-01-09\n4 rows of 1 file: 3 taken, 1 refused/,
    /,5,bad-row,/,
  ],
  "15": [/4 taken, 0 refused/, /2026-02-10,.*,3640,30,/, /rows of several series, told apart by symbol/],
  "16": Array.from({ length: 2 }, () => /2 rows of 1 file: 2 taken, 0 refused\nnothing odd/),
  "17": Array.from({ length: 2 }, () => /246 sessions\n2026-01-02 /),
  "18": [/2024-03-04 to 2024-03-05\n2 rows of 1 file: 2 taken/, /1 straddles-bell: .*--straddling/],
  "19": [/2026-01-07,.*,0\.40650407,/, /"0\.4065"/],
  "20": [/2026-01-07,.*,2000\.00,0\.00,0\.00000000,0,0,1,/, /2026-01-07,.*,-1290\.000,-33\.94736842,-2,/],
  "21": [
    /7 events added.*\nrc=0/,
    / 0 events added.*\nrc=0/,
    /ID_CONFLICT.*\nrc=2/,
    / 0 events added.*\nrc=0/,
    / 0 events added.*\nrc=0/,
  ],
  "22": [/^0\n2020-08-19 {2}13:30 {2}16:00.*\n2024-01-20 .*\n0\n2021-01-04 {2}10:00 /m],
  "23": [/is a web page/, /a source's refusal/, /is an Excel workbook; save its sheet as CSV/],
  "24": [/told apart by SctySrs \(BL, EQ\); keep one by a --mapping with "only": \{"SctySrs": "EQ"\}/],
  "25": [
    /"A":\{/,
    /"streak":\{"confirmed":null/,
    /"close":\{[^}]*"straight":0/,
    /"high":\{[^}]*"straight":0/,
  ],
  "26": [/"X":\{/, /"last":"500\.00"/, /"change":"0\.00"/, /"divisor":"0\.40000000"/, /"residual":"0\.00"/],
  "27": Array.from(
    ["reached", "gaveBack"],
    (list) => new RegExp(`"${list}":\\["100100\\.00",("\\d+\\.00",){998}"200000\\.00"\\]`),
  ),
  "28": Array.from({ length: 2 }, () => [/2026-01-05,.*,11\.00,/, /1 of 10 events refused: busted 1/]).flat(),
  "29": Array.from({ length: 3 }, () => /IMPORT_FILE: is no Parquet file that can be read: .*\nrc=2/),
  "30": [/IMPORT_FILE: .*\nrc=2/],
  "31": [/CALENDAR_INVALID: .*2024-03-10 02:30 in America\/New_York does not exist.*\nrc=2/],
  "32": [/ok {2}supported {2}x/, /CLAIM_INVALID: claims\[1\].*\nrc=2/],
};

const folder = tapeFolder();
const bin = folder.path("bin");
let server: Server;

describe.skipIf(!hasCases)(
  `cases${hasCases ? "" : " (skipped: no ../shared/cases beside the repository)"}`,
  () => {
    beforeAll(async () => {
      server = createServer(answer);
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      mkdirSync(bin);
      chmodSync(folder.write("bin/npx", commandOf((server.address() as AddressInfo).port)), 0o755);
    });
    afterAll(() => void server.close());

    test("every case is here", () => {
      expect(names.filter((name) => /^\d\d-/.test(name)).map((name) => name.slice(0, 2))).toEqual(
        Object.keys(expected).sort(),
      );
    });

    test.each(Object.entries(expected))("%s", async (number, patterns) => {
      const name = names.find((each) => each.startsWith(`${number}-`));
      const out = await outputOf(join(cases, name ?? "", "run.sh"));
      let from = 0;
      for (const pattern of patterns) {
        const found = pattern.exec(out.slice(from));
        expect(found, `${String(pattern)} from ${from} on in\n${out}`).not.toBeNull();
        from += found!.index + found![0].length;
      }
    });
  },
);

/** The output of a script, on either stream, with the command run in this process: starting it anew takes a second. */
function outputOf(script: string): Promise<string> {
  const env = { ...process.env, PATH: `${bin}:${process.env["PATH"]}` };
  return new Promise((resolve) => {
    execFile("bash", ["-c", 'exec bash "$0" 2>&1', script], { cwd: project, env }, (_, out) => resolve(out));
  });
}

/** A stand-in for npx: hands its arguments over, and gives back what the command wrote and its exit code. */
function commandOf(port: number): string {
  return [
    "#!/bin/bash",
    `exec 3<>/dev/tcp/127.0.0.1/${port}`,
    "shift",
    'printf "%s\\0" "$@" "" >&3',
    "read -r code out err <&3",
    'head -c "$out" <&3',
    'head -c "$err" <&3 >&2',
    "exit $code",
    "",
  ].join("\n");
}

/** Runs the command whose arguments come over a socket, each with a zero behind it, an empty one last. */
function answer(socket: Socket): void {
  let text = "";
  socket.setEncoding("utf8");
  socket.on("data", (piece: string) => {
    text += piece;
    if (!/(^|\0)\0$/.test(text)) return;
    const argv = text.slice(0, -2).split("\0");
    const inProject = argv.map((each) => (existsSync(join(project, each)) ? join(project, each) : each));
    void run(inProject).then(({ code, out, err }) => {
      socket.end(`${code} ${Buffer.byteLength(out)} ${Buffer.byteLength(err)}\n${out}${err}`);
    });
  });
}
