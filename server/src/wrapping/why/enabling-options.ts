import { templateArguments, classNameOf } from '../../build/inputs/castxml-cxx';
import { C_TYPES, isFundamental } from './python-types';

/** A CMake option with another value. */
export interface OptionChange {
  name: string;
  /** The present value. Null if the option is not set. */
  from: string | null;
  to: string;
}

const DIMENSIONS = 'ITK_WRAP_IMAGE_DIMS';
const COMPONENTS = 'ITK_WRAP_VECTOR_COMPONENTS';
/** What the options of pixel types are called: `ITK_WRAP_rgb_unsigned_char` wraps `itk::RGBPixel<unsigned char>`. */
const PIXEL_CLASSES: ReadonlyMap<string, string> = new Map([
  ['itk::RGBPixel', 'rgb_'],
  ['itk::RGBAPixel', 'rgba_'],
  ['itk::Vector', 'vector_'],
  ['itk::CovariantVector', 'covariant_vector_'],
  ['std::complex', 'complex_'],
]);
const VECTORS: ReadonlySet<string> = new Set(['itk::Vector', 'itk::CovariantVector']);

/**
 * The options of ITK's wrapping that some types need and that are not set so: pixel types, dimensions and numbers of
 * components. Only an evaluation can tell which of them make a difference.
 * @param options the present values, by name
 */
export function enablingOptions(
  cppTypes: readonly string[],
  options: ReadonlyMap<string, string>,
): OptionChange[] {
  const changes = new Map<string, OptionChange>();
  for (const cppType of cppTypes) visit(cppType, null, options, changes);
  return [...changes.values()];
}

function visit(
  cppType: string,
  owner: string | null,
  options: ReadonlyMap<string, string>,
  changes: Map<string, OptionChange>,
): void {
  const type = cppType.trim();
  if (/^\d+$/.test(type)) {
    const list = owner !== null && VECTORS.has(owner) ? COMPONENTS : DIMENSIONS;
    const present = changes.get(list)?.to ?? options.get(list);
    if (present !== undefined && !present.split(';').includes(type))
      changes.set(list, { name: list, from: options.get(list) ?? null, to: `${present};${type}` });
    return;
  }
  for (const name of pixelOptions(type)) {
    const from = options.get(name);
    if (from !== undefined && !isOn(from)) changes.set(name, { name, from, to: 'ON' });
  }
  const className = classNameOf(type);
  for (const argument of templateArguments(type)) visit(argument, className, options, changes);
}

/** The names that the option of a pixel type may have. */
function pixelOptions(type: string): string[] {
  const scalar = C_TYPES.get(type) ?? type;
  if (isFundamental(scalar)) return spellings(scalar).map((words) => `ITK_WRAP_${words}`);
  const prefix = PIXEL_CLASSES.get(classNameOf(type));
  const [component = ''] = templateArguments(type);
  const of = C_TYPES.get(component) ?? component;
  return prefix === undefined ? [] : spellings(of).map((words) => `ITK_WRAP_${prefix}${words}`);
}

/** `short` is `ITK_WRAP_signed_short` in some versions. */
function spellings(scalar: string): string[] {
  const words = scalar.replace(/ /g, '_');
  return /^(?:short|int|long)/.test(words) ? [words, `signed_${words}`] : [words];
}

const isOn = (value: string): boolean => /^(?:ON|YES|TRUE|Y|[1-9]\d*)$/i.test(value);
