/** The doors of the packages: the names that a user may import, each with a doc comment. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../packages/", import.meta.url);
const doors = {
  "@tapefold/core": "core/src/index.ts",
  "@tapefold/core/testing": "core/src/testing/index.ts",
  "@tapefold/projections": "projections/src/index.ts",
  "@tapefold/projections/testing": "projections/src/testing/index.ts",
  "@tapefold/replay": "replay/src/index.ts",
  "@tapefold/replay/player": "replay/src/player/index.ts",
};

interface Export {
  readonly name: string;
  readonly isType: boolean;
  /** The text in which its declaration stands; undefined if another package declares it. */
  readonly declaredIn: string | undefined;
}

const EXPORT = /^export (type )?(?:const )?\{([^}]*)\}(?: from "([^"]+)"| = [\w.]+);$/gm;
/** A module under one name; its own doc comments are looked at where it stands. */
const MODULE = /^export \* as (\w+) from "[^"]+";$/gm;

/** The exports of a door; all are written as lists of names. */
function exportsOf(path: string): Export[] {
  const door = new URL(path, root);
  const text = readFileSync(door, "utf8");
  const modules = [...text.matchAll(MODULE)].map(([, name = ""]) => ({
    name,
    isType: false,
    declaredIn: text,
  }));
  const lists = [...text.matchAll(EXPORT)];
  expect(lists, path).toHaveLength([...text.matchAll(/^export /gm)].length - modules.length);
  const named = lists.flatMap(([, type, names = "", from]) => {
    const isElsewhere = from !== undefined && !from.startsWith(".");
    const declaredIn = isElsewhere ? undefined : readFileSync(new URL(from ?? door, door), "utf8");
    return names
      .replace(/\/\*\*.*?\*\//g, "")
      .split(",")
      .flatMap((listed): Export[] => {
        const [, own, name] = /^\s*(type )?(\w+)\s*$/.exec(listed) ?? [];
        if (name === undefined) return [];
        return [{ name, isType: (type ?? own) !== undefined, declaredIn }];
      });
  });
  return [...named, ...modules];
}

/** True if a doc comment ends right before the declaration; a line for the linter may stand between. */
function isDocumented({ name, declaredIn }: Export): boolean {
  const comment = String.raw`\*/\n(?:\s*//.*\n)?\s*`;
  const declaration = String.raw`(?:export (?:async )?(?:function\*?|const|class|type|interface|\* as) )?`;
  return declaredIn === undefined || new RegExp(`${comment}${declaration}${name}\\b`).test(declaredIn);
}

const all = Object.entries(doors).map(([door, path]) => ({ door, names: exportsOf(path) }));

test("a change of what is public shows in a file", async () => {
  const count = all.reduce((sum, { names }) => sum + names.length, 0);
  const lists = all.map(({ door, names }) => {
    const lines = names.map(({ name, isType }) => (isType ? `  type ${name}` : `  ${name}`)).sort();
    return [`${door}: ${names.length}`, ...lines].join("\n");
  });
  await expect(`${[`${count} exports`, ...lists].join("\n\n")}\n`).toMatchFileSnapshot("types/doors.txt");
  expect(count).toBeLessThanOrEqual(263);
});

test("every export has a doc comment", () => {
  const bare = all.flatMap(({ door, names }) =>
    names.filter((one) => !isDocumented(one)).map(({ name }) => `${door} ${name}`),
  );
  expect(bare).toEqual([]);
  const planted = {
    name: "bare",
    isType: false,
    declaredIn: "/** Of another. */\nlet a;\nexport const bare = 1;",
  };
  expect(isDocumented(planted)).toBe(false);
});
