/**
 * Id tree: ids with what is kept of each, a persistent map. Adding one makes a few small arrays anew and shares all
 * others with the tree before, so that a tree of millions costs no more to hand out than a small one.
 */

/** Ids one after the other, each followed by the fingerprint of its event's content and the session it is kept for. */
type Leaf = readonly (string | number)[];
/** By the next bits of an id's hash; null where there are none. */
type Branch = readonly IdTree[];
export type IdTree = Leaf | Branch | null;

export interface KeptId {
  readonly id: string;
  readonly content: number;
  /** Position of the opening of the session it is kept for; 0 where it is kept for good. */
  readonly opened: number;
}

const FIELDS = 3;
const LEAF_IDS = 8;
const BRANCHES = 16;
const BITS = 4;
/** Levels that one hash has bits for; below them another one decides. */
const LEVELS_A_HASH = 8;
/** Ids that three hashes cannot tell apart share a leaf. */
const LEVELS_MOST = 3 * LEVELS_A_HASH;

const NOTHING: readonly KeptId[] = [];

/** All that is kept of an id: of each session it was seen in, in the order of a leaf. */
export function keptOf(tree: IdTree, id: string): readonly KeptId[] {
  let node = tree;
  for (let level = 0, hash = 0; isBranch(node); level += 1) {
    if (level % LEVELS_A_HASH === 0) hash = hashOf(id, level);
    node = node[branchAt(hash, level)] as IdTree;
  }
  return holds(node, id) ? idsOf(node as Leaf).filter((kept) => kept.id === id) : NOTHING;
}

function holds(leaf: Leaf | null, id: string): boolean {
  if (leaf !== null) for (let at = 0; at < leaf.length; at += FIELDS) if (leaf[at] === id) return true;
  return false;
}

/** The tree with one more. */
export function withId(tree: IdTree, kept: KeptId): IdTree {
  return added(tree, kept, 0, hashOf(kept.id, 0));
}

/** Everything in a tree. */
export function* allIds(tree: IdTree): Generator<KeptId> {
  if (isBranch(tree)) for (const branch of tree) yield* allIds(branch);
  else if (tree !== null) yield* idsOf(tree);
}

function added(node: IdTree, kept: KeptId, level: number, given: number): IdTree {
  if (node === null) return [kept.id, kept.content, kept.opened];
  if (!isBranch(node)) {
    if (node.length < LEAF_IDS * FIELDS || level === LEVELS_MOST)
      return [...node, kept.id, kept.content, kept.opened];
    const branches: IdTree[] = Array.from({ length: BRANCHES }, () => null);
    for (const one of [...idsOf(node), kept]) add(branches, one, level, hashAt(one.id, level));
    return branches;
  }
  const branches = [...node];
  add(branches, kept, level, level % LEVELS_A_HASH === 0 ? hashOf(kept.id, level) : given);
  return branches;
}

/** Adds one to branches that are nobody else's yet. */
function add(branches: IdTree[], kept: KeptId, level: number, hash: number): void {
  const at = branchAt(hash, level);
  branches[at] = added(branches[at] as IdTree, kept, level + 1, hash);
}

function isBranch(node: IdTree): node is Branch {
  return node !== null && typeof node[0] === "object";
}

function idsOf(leaf: Leaf): KeptId[] {
  const ids: KeptId[] = [];
  for (let at = 0; at < leaf.length; at += FIELDS)
    ids.push({ id: leaf[at] as string, content: leaf[at + 1] as number, opened: leaf[at + 2] as number });
  return ids;
}

function branchAt(hash: number, level: number): number {
  return (hash >>> (BITS * (level % LEVELS_A_HASH))) % BRANCHES;
}

/** The hash that decides at a level. */
function hashAt(id: string, level: number): number {
  return hashOf(id, level - (level % LEVELS_A_HASH));
}

function hashOf(id: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < id.length; index += 1)
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
