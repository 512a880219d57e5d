/** Looks over the file that lmdb keeps a store in, before it is mapped. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { MarketError } from "@tapefold/core";
import { damaged } from "./chunk/sealed.ts";

const TRIES = 10;

/**
 * Refuses a file that lmdb would map and then fall over, or read an older commit of: a file that is cut
 * short, or whose two roots don't follow each other. lmdb writes its roots by turns, each with the number of
 * its commit, which the page it leads to has as well.
 *
 * @throws MarketError `LOG_DAMAGED`, `LOG_UNREADABLE`
 */
export function mustBeWhole(path: string, log: string): void {
  const file = opened(path, log);
  try {
    // A writer may be between the two roots; then another look finds them in order.
    for (let tries = 1; ; tries += 1) {
      const fault = faultOf(file);
      if (fault === undefined) return;
      if (tries === TRIES) throw damaged(fault, log);
    }
  } finally {
    closeSync(file);
  }
}

function opened(path: string, log: string): number {
  try {
    return openSync(path, "r");
  } catch (error) {
    const message = `may not be read; check its permissions (${log})`;
    throw new MarketError("LOG_UNREADABLE", message, { log }, error);
  }
}

const MAGIC = 0xbeefc0de;
const ROOT = {
  magic: 24,
  pageBytes: 48,
  freeTree: 88,
  mainTree: 136,
  lastPage: 144,
  commit: 152,
  end: 160,
} as const;
const NO_PAGE = 2n ** 64n - 1n;

function faultOf(file: number): string | undefined {
  const first = Buffer.alloc(ROOT.end);
  readSync(file, first, 0, first.length, 0);
  const pageBytes = first.readUInt32LE(ROOT.pageBytes);
  if (first.readUInt32LE(ROOT.magic) !== MAGIC || pageBytes < 4096 || pageBytes > 65_536)
    return "its first root is no root";
  const second = Buffer.alloc(ROOT.end);
  readSync(file, second, 0, second.length, pageBytes);
  if (second.readUInt32LE(ROOT.magic) !== MAGIC) return "its second root is no root";
  const commits = [first, second].map(commitOf) as [bigint, bigint];
  const apart = commits[0] - commits[1];
  if (commits[0] % 2n !== 0n || commits[1] % 2n !== 1n || (apart !== 1n && apart !== -1n))
    return "its two roots do not follow each other";
  const newer = apart === 1n ? first : second;
  const lastPage = newer.readBigUInt64LE(ROOT.lastPage);
  for (const tree of [ROOT.freeTree, ROOT.mainTree]) {
    const page = newer.readBigUInt64LE(tree);
    if (page !== NO_PAGE && (page < 2n || page > lastPage)) return "its root leads nowhere";
  }
  const bytes = (lastPage + 1n) * BigInt(pageBytes);
  if (BigInt(fstatSync(file).size) < bytes) return "its file was cut short";
  return [first, second].some((root) => isAstray(root, lastPage, file, pageBytes))
    ? "its root leads to another commit"
    : undefined;
}

function commitOf(root: Buffer): bigint {
  return root.readBigUInt64LE(ROOT.commit);
}

/** True for a root whose tree doesn't begin with a page that its commit wrote. */
function isAstray(root: Buffer, lastPage: bigint, file: number, pageBytes: number): boolean {
  const page = root.readBigUInt64LE(ROOT.mainTree);
  if (page === NO_PAGE) return false;
  if (page > lastPage) return true;
  const start = Buffer.alloc(16);
  readSync(file, start, 0, start.length, Number(page) * pageBytes);
  return start.readBigUInt64LE(0) !== page || start.readBigUInt64LE(8) !== commitOf(root);
}
