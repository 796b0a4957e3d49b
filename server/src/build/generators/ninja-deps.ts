import { posix } from 'node:path';

/** What ninja learned from the depfile of a run. Names are as in the depfile, in their bytes. */
export interface DepsRecord {
  /** The first output of the rule, as build.ninja spells it. */
  output: string;
  /** Its modification time, in nanoseconds since 1970. */
  mtimeNs: bigint;
  inputs: readonly Buffer[];
}

/** What to append to `.ninja_deps`. */
export interface DepsAddition {
  bytes: Buffer;
  /** Whether it gives numbers to names. A ninja that is running would then give the same numbers to other names. */
  namesFiles: boolean;
  /** Where it belongs: the end of the content, or the first record that is damaged, as a killed ninja leaves it. */
  end: number;
}

/*
 * The format of version 4, which ninja has used since 1.9: a header, and then records with a length in front. Numbers are
 * little-endian (ninja uses the order of the machine).
 *
 *   name    its bytes, 0 to 3 bytes of padding, and the inverted number of the name, which counts from 0
 *   deps    the length has its highest bit set; the number of the output, its time (8 bytes), the numbers of the inputs
 */
const HEADER = Buffer.from('# ninjadeps\n\x04\0\0\0', 'latin1');
const IS_DEPS = 0x80000000;
const MAX_RECORD_BYTES = 2 ** 19 - 1;

/**
 * What to append to a `.ninja_deps` with this content (null: there is no such file), so that it has the records. Null if the file
 * has another version, or cannot hold the records.
 */
export function depsAddition(content: Buffer | null, records: readonly DepsRecord[]): DepsAddition | null {
  const read = content === null ? { names: new Map<string, number>(), end: 0 } : readNames(content);
  if (!read) return null;
  const { names: known, end } = read;
  const pieces: Buffer[] = content === null ? [HEADER] : [];
  const before = known.size;
  const numberOf = (name: Buffer): number => {
    const key = name.toString('latin1');
    let number = known.get(key);
    if (number === undefined) {
      known.set(key, (number = known.size));
      pieces.push(nameRecord(name, number));
    }
    return number;
  };
  for (const { output, mtimeNs, inputs } of records) {
    const names = [Buffer.from(output), ...inputs].map(canonical);
    const numbers = names.map(numberOf);
    const deps = depsRecord(numbers[0] ?? 0, mtimeNs, numbers.slice(1));
    if (
      deps.length > MAX_RECORD_BYTES ||
      names.some(({ length }) => length === 0 || length > MAX_RECORD_BYTES - 8)
    )
      return null;
    pieces.push(deps);
  }
  return { bytes: Buffer.concat(pieces), namesFiles: known.size > before, end };
}

/** The number of each name, and where the complete records end. Null if the content is of another version. */
function readNames(content: Buffer): { names: Map<string, number>; end: number } | null {
  if (!content.subarray(0, HEADER.length).equals(HEADER)) return null;
  const names = new Map<string, number>();
  let end = HEADER.length;
  while (end + 4 <= content.length) {
    const head = content.readUInt32LE(end);
    const size = head & ~IS_DEPS;
    const record = content.subarray(end + 4, end + 4 + size);
    if (record.length !== size || size < 4 || size % 4 !== 0 || size > MAX_RECORD_BYTES) break;
    if (head < IS_DEPS) {
      const name = withoutPadding(record.subarray(0, -4)).toString('latin1');
      if (record.readInt32LE(size - 4) !== ~names.size || names.has(name)) break;
      names.set(name, names.size);
    }
    end += 4 + size;
  }
  return { names, end };
}

function withoutPadding(name: Buffer): Buffer {
  let end = name.length;
  while (end > 0 && end > name.length - 3 && name[end - 1] === 0) end--;
  return name.subarray(0, end);
}

function nameRecord(name: Buffer, number: number): Buffer {
  const padded = Math.ceil(name.length / 4) * 4;
  const record = Buffer.alloc(4 + padded + 4);
  record.writeUInt32LE(padded + 4, 0);
  name.copy(record, 4);
  record.writeInt32LE(~number, 4 + padded);
  return record;
}

function depsRecord(output: number, mtimeNs: bigint, inputs: readonly number[]): Buffer {
  const size = 4 * (3 + inputs.length);
  const record = Buffer.alloc(4 + size);
  record.writeUInt32LE(IS_DEPS + size, 0);
  record.writeInt32LE(output, 4);
  record.writeBigInt64LE(mtimeNs, 8);
  inputs.forEach((input, i) => record.writeInt32LE(input, 16 + 4 * i));
  return record;
}

/** A name without `.`, `..` and empty parts, as ninja knows it. */
function canonical(name: Buffer): Buffer {
  const text = name.toString('latin1');
  if (!/\/\/|(?:^|\/)\.{1,2}(?:\/|$)/.test(text)) return name;
  return Buffer.from(posix.normalize(text), 'latin1');
}
