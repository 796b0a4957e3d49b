/**
 * The hash of a command line as `.ninja_log` has it in the given version. ninja takes a different hash to mean that the
 * command has changed. Null for an unknown version.
 */
export function ninjaCommandHash(command: string, logVersion: number): bigint | null {
  const bytes = Buffer.from(command, 'utf8');
  if (logVersion === 5 || logVersion === 6) return murmurHash64A(bytes);
  return logVersion === 7 ? rapidHash(bytes) : null;
}

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);

const MURMUR_SEED = 0xdecafbaddecafbadn;
const MURMUR_FACTOR = 0xc6a4a7935bd1e995n;
const MURMUR_SHIFT = 47n;

/** Austin Appleby's MurmurHash2, 64 bits. */
function murmurHash64A(bytes: Buffer): bigint {
  const mixed = (value: bigint): bigint => u64(value * MURMUR_FACTOR);
  const whole = bytes.length - (bytes.length % 8);
  let hash = u64(MURMUR_SEED ^ mixed(BigInt(bytes.length)));
  for (let at = 0; at < whole; at += 8) {
    let word = mixed(bytes.readBigUInt64LE(at));
    word = mixed(word ^ (word >> MURMUR_SHIFT));
    hash = mixed(hash ^ word);
  }
  if (whole < bytes.length) {
    let tail = 0n;
    for (let at = bytes.length - 1; at >= whole; at -= 1) tail = (tail << 8n) | BigInt(bytes[at] ?? 0);
    hash = mixed(hash ^ tail);
  }
  hash = mixed(hash ^ (hash >> MURMUR_SHIFT));
  return hash ^ (hash >> MURMUR_SHIFT);
}

const RAPID_SEED = 0xbdd89aa982704029n;
const RAPID_SECRET = [0x2d358dccaa6c78a5n, 0x8bb84b93962eacc9n, 0x4b33a62ed433d4a3n] as const;

/** Nicolas De Carli's rapidhash, version 1, as in ninja 1.13. */
function rapidHash(bytes: Buffer): bigint {
  const [first, second, third] = RAPID_SECRET;
  const length = BigInt(bytes.length);
  const word = (at: number): bigint => bytes.readBigUInt64LE(at);
  const half = (at: number): bigint => BigInt(bytes.readUInt32LE(at));
  const mix = (a: bigint, b: bigint): bigint => {
    const product = a * b;
    return u64(product) ^ (product >> 64n);
  };
  let seed = RAPID_SEED ^ mix(RAPID_SEED ^ first, second) ^ length;
  let a = 0n;
  let b = 0n;
  if (bytes.length <= 16) {
    if (bytes.length >= 4) {
      const last = bytes.length - 4;
      const delta = (bytes.length & 24) >> (bytes.length >> 3);
      a = (half(0) << 32n) | half(last);
      b = (half(delta) << 32n) | half(last - delta);
    } else if (bytes.length > 0) {
      const byte = (at: number): bigint => BigInt(bytes[at] ?? 0);
      a = (byte(0) << 56n) | (byte(bytes.length >> 1) << 32n) | byte(bytes.length - 1);
    }
  } else {
    let at = 0;
    let left = bytes.length;
    if (left > 48) {
      let [seed1, seed2] = [seed, seed];
      do {
        seed = mix(word(at) ^ first, word(at + 8) ^ seed);
        seed1 = mix(word(at + 16) ^ second, word(at + 24) ^ seed1);
        seed2 = mix(word(at + 32) ^ third, word(at + 40) ^ seed2);
        at += 48;
        left -= 48;
      } while (left >= 48);
      seed ^= seed1 ^ seed2;
    }
    if (left > 16) {
      seed = mix(word(at) ^ third, word(at + 8) ^ seed ^ second);
      if (left > 32) seed = mix(word(at + 16) ^ third, word(at + 24) ^ seed);
    }
    a = word(bytes.length - 16);
    b = word(bytes.length - 8);
  }
  const product = (a ^ second) * (b ^ seed);
  return mix(u64(product) ^ first ^ length, (product >> 64n) ^ second);
}
