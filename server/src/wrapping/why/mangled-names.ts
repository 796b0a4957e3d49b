import { classNameOf, templateArguments } from '../../build/inputs/castxml-cxx';
import { comparable } from './wrapped-instantiations';

/** How ITK names C++ types: by pairs of variables, `ITKT_IF2` for the type and `ITKM_IF2` for its mangled name. */
export class MangledNames {
  /** The suffixes of the variables, by type. */
  private readonly suffixes = new Map<string, string>();
  /** What mangled names of a class begin with: `I` for `itk::Image`. */
  private readonly prefixes = new Map<string, string>();

  /** @param variables the variables that a `.wrap` file sees */
  constructor(private readonly variables: ReadonlyMap<string, string>) {
    for (const [name, type] of variables) {
      const suffix = name.startsWith('ITKT_') ? name.slice('ITKT_'.length) : '';
      if (
        suffix !== '' &&
        (variables.get(`ITKM_${suffix}`) ?? '') !== '' &&
        !this.suffixes.has(comparable(type))
      )
        this.suffixes.set(comparable(type), suffix);
    }
    for (const suffix of this.suffixes.values()) {
      const type = variables.get(`ITKT_${suffix}`)!;
      const className = classNameOf(type);
      const mangled = variables.get(`ITKM_${suffix}`)!;
      const args = templateArguments(type).map((argument) => this.mangled(argument));
      if (args.length > 0 && mangled.endsWith(args.join('')) && !this.prefixes.has(className))
        this.prefixes.set(className, mangled.slice(0, mangled.length - args.join('').length));
    }
  }

  /** A type, with variables for all parts for which ITK has one. So it is spelled as in ITK's other lines. */
  typeReference(cppType: string): string {
    const suffix = this.suffixes.get(comparable(cppType));
    if (suffix !== undefined) return `\${ITKT_${suffix}}`;
    const args = templateArguments(cppType).map((argument) => this.typeReference(argument));
    return args.length === 0 ? cppType.trim() : `${classNameOf(cppType.trim())}< ${args.join(', ')} >`;
  }

  /** The mangled name of a type, as a variable if ITK has one. */
  referenceTo(cppType: string): string {
    const suffix = this.suffixes.get(comparable(cppType));
    return suffix === undefined ? this.mangled(cppType) : `\${ITKM_${suffix}}`;
  }

  private mangled(cppType: string): string {
    const suffix = this.suffixes.get(comparable(cppType));
    if (suffix !== undefined) return this.variables.get(`ITKM_${suffix}`)!;
    const className = classNameOf(cppType.trim());
    const args = templateArguments(cppType).map((argument) => this.mangled(argument));
    const prefix = this.prefixes.get(className) ?? className.split('::').at(-1)!;
    return [prefix, ...args].join('').replace(/\W/g, '');
  }
}
