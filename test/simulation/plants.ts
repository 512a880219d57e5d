/** Faults that the simulation must find, each with a seed that does: those it has found, and others that are easily made. */
import type { Plant } from "./bundle.ts";

export const plants: readonly (Plant & {
  readonly name: string;
  readonly seed: number;
  readonly wasReal?: true;
})[] = [
  {
    name: "an append is acknowledged before it is on the disk",
    file: "jsonl/file-log.ts",
    text: "      fdatasyncSync(this.#file);\n",
    by: "",
    seed: 10,
  },
  {
    name: "the name of a tape that was moved to its place is not on the disk",
    file: "jsonl/file-log.ts",
    text: "    syncFolder(dirname(this.name));\n    const { size } = fstatSync(this.#file);\n    if (size === 0) return;",
    by: "    const { size } = fstatSync(this.#file);\n    if (size === 0) return syncFolder(dirname(this.name));",
    seed: 1824,
    wasReal: true,
  },
  {
    name: "what is left of lines that could not be written whole stays",
    file: "jsonl/file-log.ts",
    text: "      ftruncateSync(this.#file, size);\n",
    by: "",
    seed: 14,
  },
  {
    name: "a subscriber is handed over to the held events one too late",
    file: "follow/tail.ts",
    text: "first > position) return undefined",
    by: "first > position + 1) return undefined",
    seed: 2,
  },
  {
    name: "news that comes during a reading is forgotten",
    file: "follow/tail.ts",
    text: "        this.#hasNews = false;\n        const isLast = this.#isEnded;",
    by: "        const isLast = this.#isEnded;",
    seed: 1,
  },
  {
    name: "a worker goes on one event too late",
    file: "spread/work.ts",
    text: "    this.#end = kept.end;",
    by: "    this.#end = kept.end + 1;",
    seed: 1,
  },
  {
    name: "an append's end is sent before its pieces stand",
    file: "nats/stream-log.ts",
    text: "    const answers = await Promise.allSettled(sent);",
    by: `    sent.push(
      this.#send(link, \`\${stream}.end\`, EMPTY, before + pieces.length, {
        [APPEND]: append,
        [END]: String(first + fresh.length - 1),
      }),
    );
    const answers = await Promise.allSettled(sent);`,
    seed: 47,
    wasReal: true,
  },
];
