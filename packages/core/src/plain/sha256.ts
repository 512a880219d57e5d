/** SHA-256 of texts: by Node where it runs, else by a library. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

interface Hash {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

/** The part of Node's `crypto` that is used here; other platforms may lack it. */
interface NodeCrypto {
  createHash(name: "sha256"): Hash;
}

const { process } = globalThis as {
  process?: { getBuiltinModule?: (id: string) => NodeCrypto | undefined };
};
const crypto = process?.getBuiltinModule?.("node:crypto");

/** Characters hashed in one call: enough to make the call worth while, few enough to be freed soon. */
const CHUNK_LENGTH = 65_536;

/** SHA-256 of the UTF-8 bytes of texts that follow each other, 64 hex digits. */
export function sha256Of(texts: Iterable<string>): string {
  const hash = newHash();
  let chunk: string[] = [];
  let length = 0;
  for (const text of texts) {
    chunk.push(text);
    length += text.length;
    if (length < CHUNK_LENGTH) continue;
    hash.update(utf8ToBytes(chunk.join("")));
    chunk = [];
    length = 0;
  }
  hash.update(utf8ToBytes(chunk.join("")));
  return bytesToHex(hash.digest());
}

/** Node's hash if there is one, for it takes a sixth of the time. */
function newHash(): Hash {
  return crypto === undefined ? sha256.create() : crypto.createHash("sha256");
}
