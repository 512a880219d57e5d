/** Bytes with a checksum in front, so that what the disk changed is never taken for what was written. */
import { crc32 } from "node:zlib";
import { MarketError } from "@tapefold/core";

/** Room that a seal takes in front of the sealed bytes. */
export const SEAL_BYTES = 4;

/** The bytes, sealed; `place` is where they will stand, so that they are not valid anywhere else. */
export function seal(body: Uint8Array, place: string): Buffer {
  const sealed = Buffer.allocUnsafe(SEAL_BYTES + body.length);
  sealed.set(body, SEAL_BYTES);
  return sealInPlace(sealed, place);
}

/** Seals bytes that have room for it in front. */
export function sealInPlace(sealed: Buffer, place: string): Buffer {
  sealed.writeUInt32LE(checksum(sealed.subarray(SEAL_BYTES), place));
  return sealed;
}

/**
 * The sealed bytes, without the seal.
 *
 * @throws MarketError `LOG_DAMAGED`
 */
export function unseal(sealed: Buffer, place: string, log: string): Buffer {
  const body = sealed.subarray(SEAL_BYTES);
  if (sealed.length >= SEAL_BYTES && sealed.readUInt32LE() === checksum(body, place)) return body;
  throw damaged(`${place} fails its checksum`, log);
}

/** The error for a store that is not as it was written; nothing can be told of it any more. */
export function damaged(what: string, log: string, cause?: unknown): MarketError<"LOG_DAMAGED"> {
  const message = `${what}; the store is damaged: take it from a copy, or append its tape to a new one (${log})`;
  return new MarketError("LOG_DAMAGED", message, { log }, cause);
}

function checksum(body: Uint8Array, place: string): number {
  return crc32(body, crc32(place));
}
