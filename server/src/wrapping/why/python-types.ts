import { classNameOf, templateArguments } from '../../build/inputs/castxml-cxx';

/** C++'s types by the names of `itk` in Python, from `itk/support/types.py`. Values are in the normalized form. */
export const C_TYPES: ReadonlyMap<string, string> = new Map([
  ['F', 'float'],
  ['D', 'double'],
  ['LD', 'long double'],
  ['B', 'bool'],
  ['UC', 'unsigned char'],
  ['US', 'unsigned short'],
  ['UI', 'unsigned int'],
  ['UL', 'unsigned long'],
  ['ULL', 'unsigned long long'],
  ['SC', 'signed char'],
  ['SS', 'short'],
  ['SI', 'int'],
  ['SL', 'long'],
  ['SLL', 'long long'],
  ['float32_t', 'float'],
  ['float64_t', 'double'],
  ['uint8_t', 'unsigned char'],
  ['uint16_t', 'unsigned short'],
  ['uint32_t', 'unsigned int'],
  ['uint64_t', 'unsigned long'],
  ['int8_t', 'signed char'],
  ['int16_t', 'short'],
  ['int32_t', 'int'],
  ['int64_t', 'long'],
  ['ST', 'unsigned long'],
  ['IT', 'unsigned long'],
  ['OT', 'long'],
  ['signed short', 'short'],
  ['signed int', 'int'],
  ['signed', 'int'],
  ['unsigned', 'unsigned int'],
  ['signed long', 'long'],
  ['signed long long', 'long long'],
  ['std::uint8_t', 'unsigned char'],
  ['std::uint16_t', 'unsigned short'],
  ['std::uint32_t', 'unsigned int'],
  ['std::uint64_t', 'unsigned long'],
  ['std::int8_t', 'signed char'],
  ['std::int16_t', 'short'],
  ['std::int32_t', 'int'],
  ['std::int64_t', 'long'],
]);

/** Whether a name is a fundamental type of C++, as written there. */
export const isFundamental = (name: string): boolean => FUNDAMENTAL.has(name);

const FUNDAMENTAL: ReadonlySet<string> = new Set([...C_TYPES.values(), 'char', 'void']);

/** A class's name in Python, from its name in C++: `MedianImageFilter`, and `complex` for `std::complex`. */
export const pythonName = (className: string): string => className.slice(className.lastIndexOf(':') + 1);

/** Compares names without regard to case and underscores: `median_image_filter` is the function of `MedianImageFilter`. */
export const looseName = (name: string): string => name.replace(/_/g, '').toLowerCase();

/**
 * A C++ type as Python writes it: `itk.MedianImageFilter[itk.Image[itk.SS,2],itk.Image[itk.SS,2]]`. Names that Python does not
 * have stay as they are.
 */
export function pythonSpelling(cppType: string): string {
  const text = cppType.trim();
  const args = templateArguments(text);
  const name = classNameOf(text);
  const short = PYTHON_TYPES.get(text.replace(/\bsigned (?=short|int|long)/, ''));
  if (short !== undefined) return `itk.${short}`;
  if (!/^(?:itk|std)::[\w:]+$/.test(name)) return text;
  const own = `itk.${pythonName(name)}`;
  return args.length === 0 ? own : `${own}[${args.map(pythonSpelling).join(',')}]`;
}

/** Python's short names of C++'s types. Where several names mean the same type, the first one. */
const PYTHON_TYPES: ReadonlyMap<string, string> = new Map(
  [...C_TYPES].reverse().map(([short, cppType]): [string, string] => [cppType, short]),
);
