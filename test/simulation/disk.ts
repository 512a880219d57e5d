/** A disk in memory: what was written is lost with the power unless it was synced, names as well as bytes. */
import { type World, world } from "./world.ts";

export interface Inode {
  bytes: Buffer;
  /** The bytes as they were synced last. */
  durable: Buffer;
  readonly watchers: Set<(kind: "change" | "rename") => void>;
}

/** An error as the file system gives it. */
export function fault(code: string, call: string): Error {
  return Object.assign(new Error(`${code}: simulated, ${call}`), { code, syscall: call });
}

export class Disk {
  readonly names = new Map<string, Inode>();
  #durableNames = new Map<string, Inode>();
  /** Changes with every loss of power. */
  boot = 1;
  /** Bytes that may still be written. */
  room = Infinity;
  readonly #world: World;
  /** Looks of others at a file that may fall between any two of its changes. */
  readonly #looks = new Map<Inode, Set<() => void>>();

  constructor(of: World) {
    this.#world = of;
  }

  make(path: string): Inode {
    const inode: Inode = { bytes: Buffer.alloc(0), durable: Buffer.alloc(0), watchers: new Set() };
    this.names.set(path, inode);
    return inode;
  }

  /** Writes as much as there is room for, or as the disk cares to take at once; gives how much. */
  write(inode: Inode, bytes: Uint8Array, at: number): number {
    const { chance, weather } = this.#world;
    if (chance.comes(weather.fault)) this.#fail("EIO", "write");
    this.#mayFill();
    const most = Math.min(bytes.length, this.room);
    if (most === 0 && bytes.length > 0) this.#fail("ENOSPC", "write");
    const count = chance.comes(weather.short) ? 1 + chance.below(most) : most;
    const grown = Buffer.alloc(Math.max(inode.bytes.length, at + count));
    inode.bytes.copy(grown);
    grown.set(bytes.subarray(0, count), at);
    this.room -= grown.length - inode.bytes.length;
    this.#change(inode, grown);
    return count;
  }

  truncate(inode: Inode, size: number): void {
    this.room += Math.max(0, inode.bytes.length - size);
    this.#change(inode, inode.bytes.subarray(0, size));
  }

  sync(inode: Inode): void {
    if (this.#world.chance.comes(this.#world.weather.fault)) this.#fail("EIO", "fsync");
    inode.durable = inode.bytes;
  }

  syncNames(): void {
    if (this.#world.chance.comes(this.#world.weather.fault)) this.#fail("EIO", "fsync");
    this.#durableNames = new Map(this.names);
  }

  rename(from: string, to: string): void {
    const inode = this.names.get(from);
    if (inode === undefined) throw fault("ENOENT", "rename");
    this.#tell(this.names.get(to), "rename");
    this.names.delete(from);
    this.names.set(to, inode);
  }

  remove(path: string): void {
    this.#tell(this.names.get(path), "rename");
    this.names.delete(path);
  }

  /** The present content, or one that the file has until the look is over, if it changes meanwhile. */
  look(inode: Inode): () => Buffer {
    let caught: Buffer | undefined;
    const see = (): void => {
      if (caught === undefined && this.#world.chance.comes(0.5)) caught = inode.bytes;
    };
    const looks = this.#looks.get(inode) ?? new Set();
    this.#looks.set(inode, looks.add(see));
    return () => {
      looks.delete(see);
      return caught ?? inode.bytes;
    };
  }

  /** The power fails: of what was not synced, any beginning may be there, and new names may be or not. */
  losePower(): void {
    const { chance } = this.#world;
    this.#world.count("loss of power");
    this.boot += 1;
    if (chance.comes(0.5)) {
      this.names.clear();
      for (const [path, inode] of this.#durableNames) this.names.set(path, inode);
    }
    for (const inode of this.names.values()) {
      const { bytes, durable } = inode;
      const isGrown = bytes.subarray(0, durable.length).equals(durable);
      const kept = durable.length + chance.below(bytes.length - durable.length + 1);
      const stands = isGrown ? bytes.subarray(0, kept) : chance.pick([bytes, durable]);
      this.room += bytes.length - stands.length;
      [inode.bytes, inode.durable] = [stands, stands];
      inode.watchers.clear();
    }
    this.#durableNames = new Map(this.names);
  }

  #change(inode: Inode, bytes: Buffer): void {
    inode.bytes = bytes;
    for (const see of this.#looks.get(inode) ?? []) see();
    this.#tell(inode, "change");
  }

  /** Not every change is told: a network's disk tells none. */
  #tell(inode: Inode | undefined, kind: "change" | "rename"): void {
    for (const told of inode?.watchers ?? [])
      if (!this.#world.chance.comes(this.#world.weather.loss)) told(kind);
  }

  /** The disk may be full from now on, for a while. */
  #mayFill(): void {
    const { chance, weather } = this.#world;
    if (this.room !== Infinity || !chance.comes(weather.full)) return;
    this.#world.count("full disk");
    this.room = chance.below(400);
    const makeSpace = (): void => void (this.room = Infinity);
    this.#world.timer(makeSpace, 200 + chance.below(2_000), { owner: undefined });
  }

  #fail(code: string, call: string): never {
    this.#world.count(code);
    throw fault(code, call);
  }
}

let present: Disk | undefined;

/** The disk of the present world. */
export function disk(): Disk {
  if (present === undefined) present = new Disk(world());
  return present;
}

export function newDisk(): Disk {
  present = undefined;
  return disk();
}
