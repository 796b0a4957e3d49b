import type NodeCrypto from 'node:crypto';
import type NodeZlib from 'node:zlib';

/*
 * Digests and compression on the runtime at hand. The wrapper lives a few milliseconds, and merely loading Node's
 * crypto and zlib modules costs as much on Bun, which has its own of both built in. So neither is imported: Node's are
 * loaded when first used.
 */

/** A SHA-256 in the making. */
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

export function newHash(): Hasher {
  return bun ? new bun.CryptoHasher('sha256') : nodeModule<typeof NodeCrypto>('crypto').createHash('sha256');
}

/** SHA-256 in lower-case hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return newHash().update(content).digest('hex');
}

export interface UnpackOptions {
  /** More than this is taken for damage. */
  maxBytes: number;
  /** Nothing else is to be done meanwhile, so that no thread is worth starting. */
  alone?: boolean;
  /** A digest vouches for the packed bytes already: gzip's checksum, a third of the work on Node, need not. */
  vouched?: boolean;
}

/** Unpacks a gzip stream. Rejects where it is damaged. */
export async function gunzip(bytes: Buffer, { maxBytes, alone, vouched }: UnpackOptions): Promise<Buffer> {
  if (bun && bytes.length >= 18 && bytes.readUInt32LE(bytes.length - 4) <= maxBytes) {
    const unpacked = bun.gunzipSync(bytes, { library: 'libdeflate' });
    return Buffer.from(unpacked.buffer, unpacked.byteOffset, unpacked.byteLength);
  }
  const zlib = nodeModule<typeof NodeZlib>('zlib');
  // The whole at once, where its announced length can be believed: pieces would be copied together. With some room
  // left, because a piece that is full has zlib ask for one more.
  const announced = bytes.length >= 18 ? bytes.readUInt32LE(bytes.length - 4) : 0;
  const options = { maxOutputLength: maxBytes, chunkSize: Math.min(announced, maxBytes, 1 << 26) + 64 };
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

/** What a gzip header of ten bytes and no more begins with. */
const PLAIN_HEADER = Buffer.from([0x1f, 0x8b, 8, 0]);

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
 * Text that no other process, here or on another machine, makes: about 100 random bits. Not from Node's web crypto,
 * which takes longer to load than all else that a hit loads.
 */
export function uniqueText(): string {
  const random = (): string => Math.random().toString(36).slice(2);
  return `${process.pid.toString(36)}-${random()}${random()}`;
}

const loaded = new Map<string, unknown>();

function nodeModule<T>(name: string): T {
  let module = loaded.get(name);
  if (!module) {
    // getBuiltinModule came with Node 20.16; a bundle for an older one is CommonJS and has require.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    module = process.getBuiltinModule?.(`node:${name}`) ?? require(`node:${name}`);
    loaded.set(name, module);
  }
  return module as T;
}
