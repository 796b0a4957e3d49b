import { templateArguments } from '../../build/inputs/castxml-cxx';

/** A C++ type as ITK's Python compares it: itkTemplate.normalizeName(). */
export const normalized = (cppType: string): string => cppType.replace(/[\s*]/g, '');

/**
 * The names, normalized, by which a wrapped C++ type is known in Python. Arguments that have defaults may be left out when
 * the type is used, so the shorter names are known too.
 */
export function registeredNames(cppType: string): string[] {
  const pointer = /^(.*)::(?:Const)?Pointer$/.exec(cppType);
  if (pointer) return [normalized(`itk::SmartPointer<${pointer[1]}>`)];
  const names = [normalized(cppType)];
  const args = templateArguments(cppType);
  const head = cppType.slice(0, cppType.indexOf('<'));
  for (let count = args.length - 1; count > 0; count--)
    names.push(normalized(`${head}<${args.slice(0, count).join(',')}>`));
  return names;
}

/** A template argument that is missing: `itk::Image< ,3 >`. */
export const EMPTY_ARGUMENT = /[<,]\s*[,>]/;
