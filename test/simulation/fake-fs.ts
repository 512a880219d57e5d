/** `node:fs` of a simulated machine: what a tape of lines asks of it, over the disk in memory. */
import { promisify } from "node:util";
import { Crashed, type Process, world } from "./world.ts";
import { disk, fault, type Inode } from "./disk.ts";

// oxlint-disable-next-line oxc/no-barrel-file -- all that a tape of lines doesn't ask for is as it was
export * from "node:fs";

/** The one folder of the machine. */
export const FOLDER = "/tapes";

interface Open {
  readonly owner: Process;
  /** Undefined for the folder. */
  readonly inode: Inode | undefined;
  readonly isAppending: boolean;
  place: number;
}

interface Stats {
  readonly size: number;
  readonly isFile: () => boolean;
  readonly isDirectory: () => boolean;
}

const files = new Map<number, Open>();
let descriptors = 1_000;

type Callback<T> = (error: Error | null, value?: T) => void;

/** Runs a call in a step of its own; the process may have died by then. */
function later<T>(call: () => T, done: Callback<T>): void {
  world().mayDie();
  world().later(() => {
    let value: T;
    try {
      world().mayDie();
      value = call();
    } catch (error) {
      if (!(error instanceof Crashed)) done(error as Error);
      return;
    }
    done(null, value);
  });
}

/** Runs a call at once; the process may die before it or after. */
function now<T>(call: () => T): T {
  world().mayDie();
  const value = call();
  world().mayDie();
  return value;
}

function opened(path: string, flags: string): number {
  const inode = disk().names.get(path);
  if (path !== FOLDER) {
    if (inode === undefined && flags.startsWith("r")) throw fault("ENOENT", "open");
    if (inode !== undefined && flags.includes("x")) throw fault("EEXIST", "open");
    if (inode !== undefined && flags.startsWith("w")) disk().truncate(inode, 0);
  }
  const held = path === FOLDER ? undefined : (inode ?? disk().make(path));
  files.set((descriptors += 1), {
    owner: world().process,
    inode: held,
    isAppending: flags.startsWith("a"),
    place: 0,
  });
  return descriptors;
}

function open_(file: number): Open & { readonly inode: Inode } {
  const open = files.get(file);
  if (open?.inode === undefined) throw fault("EBADF", "use");
  return open as Open & { readonly inode: Inode };
}

function statsOf(inode: Inode | undefined): Stats {
  const isDirectory = inode === undefined;
  return { size: inode?.bytes.length ?? 0, isFile: () => !isDirectory, isDirectory: () => isDirectory };
}

function readInto(content: Buffer, target: Buffer, offset: number, length: number, place: number): number {
  const found = content.subarray(place, place + length);
  target.set(found, offset);
  return found.length;
}

function written(file: number, data: Uint8Array | string, offset = 0): number {
  const open = open_(file);
  const bytes = Buffer.from(data as Uint8Array).subarray(offset);
  const count = disk().write(open.inode, bytes, open.isAppending ? open.inode.bytes.length : open.place);
  open.place += count;
  return count;
}

export const openSync = (path: string, flags: string): number => now(() => opened(path, flags));
export const closeSync = (file: number): void => now(() => void files.delete(file));
export const fstatSync = (file: number): Stats => now(() => statsOf(open_(file).inode));
export const ftruncateSync = (file: number, size: number): void =>
  now(() => disk().truncate(open_(file).inode, size));
export const writeSync = (file: number, data: Uint8Array | string, offset?: number): number =>
  now(() => written(file, data, offset));
export const readSync = (file: number, target: Buffer, offset: number, length: number, at: number): number =>
  now(() => readInto(open_(file).inode.bytes, target, offset, length, at));
export const fdatasyncSync = (file: number): void => now(() => disk().sync(open_(file).inode));
export const fsyncSync = (file: number): void =>
  now(() => (files.get(file)?.inode === undefined ? disk().syncNames() : disk().sync(open_(file).inode)));

export const renameSync = (from: string, to: string): void => now(() => disk().rename(from, to));
export const existsSync = (path: string): boolean => now(() => disk().names.has(path));
export const rmSync = (path: string, { force = false } = {}): void =>
  now(() => {
    if (!force && !disk().names.has(path)) throw fault("ENOENT", "rm");
    disk().remove(path);
  });
export const statSync = (path: string): Stats | undefined =>
  now(() => {
    const inode = disk().names.get(path);
    return inode === undefined && path !== FOLDER ? undefined : statsOf(inode);
  });
export const statfsSync = (): { bavail: number; bsize: number } =>
  now(() => ({ bavail: disk().room, bsize: 1 }));

/** Also of what the system says of its processes and its start. */
export const readFileSync = (path: string): string =>
  now(() => {
    if (path === "/proc/sys/kernel/random/boot_id") return `boot-${disk().boot}\n`;
    const pid = /^\/proc\/(\d+)\/stat$/.exec(path)?.[1];
    if (pid !== undefined) return `${pid} (simulated) S ${"0 ".repeat(18)}${pid}0\n`;
    const inode = disk().names.get(path);
    if (inode === undefined) throw fault("ENOENT", "open");
    return inode.bytes.toString();
  });
export const writeFileSync = (path: string, text: string, { flag = "w" } = {}): void => {
  const file = openSync(path, flag);
  for (let done = 0; done < text.length;) done += writeSync(file, text, done);
  closeSync(file);
};

export const open = (path: string, flags: string, done: Callback<number>): void =>
  later(() => opened(path, flags), done);
export const close = (file: number, done: Callback<void>): void => later(() => void files.delete(file), done);
export const fstat = (file: number, done: Callback<Stats>): void =>
  later(() => statsOf(open_(file).inode), done);
export const fsync = (file: number, done: Callback<void>): void =>
  later(() => disk().sync(open_(file).inode), done);

export const read = promised(
  async (file: number, buffer: Buffer, offset: number, length: number, at: number) => {
    const look = disk().look(open_(file).inode);
    return { bytesRead: await soon(() => readInto(look(), buffer, offset, length, at)), buffer };
  },
);
export const write = promised(async (file: number, buffer: Buffer, offset?: number) => ({
  bytesWritten: await soon(() => written(file, buffer, offset)),
  buffer,
}));

function soon<T>(call: () => T): Promise<T> {
  return new Promise((resolve, reject) =>
    later(call, (error, value) => (error === null ? resolve(value as T) : reject(error))),
  );
}

/** A call that is only asked for through `promisify`, which gives it two values as one. */
function promised<T extends (...given: never[]) => Promise<unknown>>(call: T) {
  return Object.assign(() => undefined, { [promisify.custom]: call });
}

/** Changes are told in steps of their own. */
export const watch = (path: string, told: (kind: "change" | "rename") => void) => {
  const inode = now(() => disk().names.get(path));
  if (inode === undefined) throw fault("ENOENT", "watch");
  const { process } = world();
  let isOpen = true;
  const tell = (kind: "change" | "rename"): void => world().later(() => isOpen && told(kind), process);
  inode.watchers.add(tell);
  const close = (): void => {
    isOpen = false;
    inode.watchers.delete(tell);
  };
  return { close, on: () => undefined };
};
