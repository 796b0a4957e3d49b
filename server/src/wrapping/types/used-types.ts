import type { ClassMethod } from './class-methods';
import type { Resolved, ResolvedType, TypeResolver } from './type-resolver';

/** A class of ITK. */
export type ItkType = ResolvedType & { className: string };

/**
 * The classes of ITK that a method takes or returns, as igenerator.py asks for them: without `const`, `*` and `&`, and those
 * among the arguments of types of the standard library. What the headers do not decide is left out.
 * @param type the class that declares the method
 */
export function typesUsedBy(types: TypeResolver, type: ResolvedType, method: ClassMethod): ItkType[] {
  const returned = method.returns === null ? NO_CLASS : writtenType(types, type, method.returns);
  // igenerator leaves out a method that returns a function, which an unknown type may be.
  if (returned === null) return [];
  const used: ItkType[] = [];
  for (const parameter of method.parameters) {
    const found = parameter === null ? null : parameterType(types, type, parameter);
    // It also stops at a parameter that is a function.
    if (found === null) return used;
    used.push(...itkTypesIn(types, found));
  }
  return [...used, ...itkTypesIn(types, returned)];
}

/** Stands for any type that is no class of ITK. */
const NO_CLASS: ResolvedType = { text: '', className: null, args: [] };

/** The type of a parameter that may have its name behind it. */
function parameterType(types: TypeResolver, type: ResolvedType, written: string): ResolvedType | null {
  const name = written.match(/\w+/g)?.at(-1) ?? '';
  const unnamed = written.endsWith(name) ? written.slice(0, written.length - name.length).trimEnd() : '';
  return writtenType(types, type, written) ?? (unnamed === '' ? null : writtenType(types, type, unnamed));
}

function writtenType(types: TypeResolver, type: ResolvedType, written: string): ResolvedType | null {
  // igenerator does not know references to temporary objects.
  if (written.includes('&&')) return NO_CLASS;
  if (NO_CLASSES.has(undecorated(written))) return NO_CLASS;
  return types.typeIn(type, written);
}

/** A type without the `const`, `*` and `&` around it. */
function undecorated(type: string): string {
  let plain = type.startsWith('const ') ? type.slice('const '.length) : type;
  for (;;) {
    plain = plain.trimEnd();
    const end = ENDS.find((one) => plain.endsWith(one));
    if (end === undefined) return plain;
    plain = plain.slice(0, -end.length);
  }
}

const ENDS = ['*', '&', ' const'];

/** Types that no class of ITK is behind, as people write them. None of them is a function. */
const NO_CLASSES: ReadonlySet<string> = new Set([
  ...withNamespace(
    'std',
    'size_t',
    'ptrdiff_t',
    'int8_t',
    'uint8_t',
    'int16_t',
    'uint16_t',
    'int32_t',
    'uint32_t',
    'int64_t',
    'uint64_t',
    'ostream',
    'istream',
  ),
  ...withNamespace(
    'itk',
    'SizeValueType',
    'IndexValueType',
    'OffsetValueType',
    'IdentifierType',
    'ThreadIdType',
    'ModifiedTimeType',
    'SpacePrecisionType',
  ),
  'PyObject',
]);

function withNamespace(namespace: string, ...names: string[]): string[] {
  return names.flatMap((name) => [name, `${namespace}::${name}`]);
}

function itkTypesIn(types: TypeResolver, { text }: ResolvedType): ItkType[] {
  const type = types.typeOf(undecorated(text));
  if (type === null) return [];
  const { className } = type;
  if (className !== null) return className.startsWith('itk::') ? [{ ...type, className }] : [];
  return type.text.startsWith('std::')
    ? type.args.filter(isType).flatMap((arg) => itkTypesIn(types, arg))
    : [];
}

const isType = (arg: Resolved): arg is ResolvedType => typeof arg !== 'number';
