import { templateArguments } from '../../build/inputs/castxml-cxx';

/** A C++ type in the form that ITK's Python compares: itkTemplate.normalizeName(). */
export const normalized = (cppType: string): string => cppType.replace(/[\s*]/g, '');

/**
 * The normalized names by which Python knows a wrapped C++ type. Arguments with defaults may be omitted when the type is
 * used, so the shorter names are included.
 */
export function registeredNames(cppType: string): string[] {
  const pointer = cppType.endsWith('Pointer') ? /^(.*)::(?:Const)?Pointer$/.exec(cppType) : null;
  if (pointer) return [normalized(`itk::SmartPointer<${pointer[1]}>`)];
  const names = [normalized(cppType)];
  const args = templateArguments(cppType).map(normalized);
  const head = normalized(cppType.slice(0, cppType.indexOf('<')));
  for (let count = args.length - 1; count > 0; count--)
    names.push(`${head}<${args.slice(0, count).join(',')}>`);
  return names;
}

/** A C++ type as our messages write it: `itk::Image<float, 2>`. */
export const readable = (cppType: string): string =>
  cppType.replace(/ ?([<>,]) ?/g, (_, mark) => (mark === ',' ? ', ' : String(mark)));

/** Matches a missing template argument, as in `itk::Image< ,3 >`. */
export const EMPTY_ARGUMENT = /[<,]\s*[,>]/;
