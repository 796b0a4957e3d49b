import type NodeCrypto from 'node:crypto';
import type NodeZlib from 'node:zlib';

/*
 * Digests and compression on the current runtime. The launcher lives for a few milliseconds, and loading Node's crypto and
 * zlib modules takes as long on Bun, which has both built in. So neither is imported, and Node's modules are loaded on first
 * use.
 */

/** An incremental SHA-256. */
export interface Hasher {
  update(data: string | Uint8Array): Hasher;
  digest(encoding: 'hex'): string;
}

interface BunRuntime {
  CryptoHasher: new (algorithm: 'sha256') => Hasher;
  gunzipSync(data: Uint8Array, options: { library: 'libdeflate' }): Uint8Array;
  gzipSync(data: Uint8Array, options: { library: 'libdeflate'; level: number }): Uint8Array;
}

const bun = (globalThis as { Bun?: BunRuntime }).Bun;

/** Starts a new SHA-256. */
export function newHash(): Hasher {
  return bun ? new bun.CryptoHasher('sha256') : nodeModule<typeof NodeCrypto>('crypto').createHash('sha256');
}

/** SHA-256 in lower-case hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return newHash().update(content).digest('hex');
}

export interface UnpackOptions {
  /** Larger results count as damage. */
  maxBytes: number;
  /** Whether nothing else runs in the meantime, so that a thread is not worth starting. */
  alone?: boolean;
  /**
   * Whether a digest already verifies the packed bytes. gzip's checksum, which is a third of the work on Node, is then
   * skipped.
   */
  vouched?: boolean;
}

/** Unpacks a gzip stream. Rejects if it is damaged. */
export async function gunzip(bytes: Buffer, { maxBytes, alone, vouched }: UnpackOptions): Promise<Buffer> {
  if (bun && bytes.length >= 18 && bytes.readUInt32LE(bytes.length - 4) <= maxBytes) {
    const unpacked = bun.gunzipSync(bytes, { library: 'libdeflate' });
    return Buffer.from(unpacked.buffer, unpacked.byteOffset, unpacked.byteLength);
  }
  const zlib = nodeModule<typeof NodeZlib>('zlib');
  // If the announced length is plausible, use a single chunk, because several chunks would have to be copied together. It is
  // a little larger than announced, because zlib asks for another chunk when one is full.
  const announced = bytes.length >= 18 ? bytes.readUInt32LE(bytes.length - 4) : 0;
  // Zero is not a valid limit.
  const options = {
    maxOutputLength: Math.max(1, maxBytes),
    chunkSize: Math.min(announced, maxBytes, 1 << 26) + 64,
  };
  const raw = vouched === true && bytes.length >= 18 && bytes.subarray(0, 4).equals(PLAIN_HEADER);
  const packed = raw ? bytes.subarray(10, -8) : bytes;
  if (alone) return raw ? zlib.inflateRawSync(packed, options) : zlib.gunzipSync(packed, options);
  return new Promise((resolve, reject) => {
    const unpack = raw ? zlib.inflateRaw : zlib.gunzip;
    unpack(packed, options, (error, unpacked) => {
      if (error) reject(error);
      else resolve(unpacked);
    });
  });
}

/** The beginning of a gzip header of exactly ten bytes. */
const PLAIN_HEADER = Buffer.from([0x1f, 0x8b, 8, 0]);

/** Packs bytes as a gzip stream. */
export function gzip(bytes: Buffer, level: number): Promise<Buffer> {
  if (bun) {
    const packed = bun.gzipSync(bytes, { library: 'libdeflate', level });
    return Promise.resolve(Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength));
  }
  const zlib = nodeModule<typeof NodeZlib>('zlib');
  return new Promise((resolve, reject) => {
    zlib.gzip(bytes, { level }, (error, packed) => {
      if (error) reject(error);
      else resolve(packed);
    });
  });
}

/**
 * A text that no other process creates, on this or another machine: about 100 random bits. Node's web crypto is not used,
 * because it takes longer to load than everything else that a hit loads.
 */
export function uniqueText(): string {
  const random = (): string => Math.random().toString(36).slice(2);
  return `${process.pid.toString(36)}-${random()}${random()}`;
}

const loaded = new Map<string, unknown>();

function nodeModule<T>(name: string): T {
  let module = loaded.get(name);
  if (!module) {
    // Node has getBuiltinModule since 20.16. A bundle for an older version is CommonJS and has require.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    module = process.getBuiltinModule?.(`node:${name}`) ?? require(`node:${name}`);
    loaded.set(name, module);
  }
  return module as T;
}
