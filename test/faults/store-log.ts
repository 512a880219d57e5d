/** A store's log with its databases in reach, which its public type hides: for tests that look into them or spoil them. */
import type { EventLog } from "@tapefold/core";
import { openLog } from "@tapefold/replay";
import type { Database, RootDatabase } from "lmdb";

export interface StoreLog extends EventLog {
  readonly files: {
    readonly root: RootDatabase;
    readonly meta: Database<unknown, string>;
    readonly chunks: Database<Buffer, number>;
    readonly ids: Database<number, string>;
    readonly sources: Database<Buffer, string>;
    readonly amendments: Database<Buffer, number>;
    readonly snapshots: Database<Buffer, [string, number | string]>;
  };
}

export async function openStoreLog(path: string): Promise<StoreLog> {
  return (await openLog(path)) as StoreLog;
}
