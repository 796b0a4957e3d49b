import { templateArguments } from '../../build/inputs/castxml-cxx';

/** A parameter of a class template, as far as its text shows. */
export interface TemplateParameter {
  kind: 'type' | 'number' | 'template' | 'unknown';
  /** Empty if it has none. */
  name: string;
  /** The default argument as written, or null. */
  default: string | null;
  /** It stands for any number of arguments. */
  isPack: boolean;
}

/** The parameters between the angle brackets of a `template`. Empty for `template <>`. */
export function templateParameters(template: string): TemplateParameter[] {
  if (template === '') return [];
  return templateArguments(`template<${template}>`).map((text) => {
    const equals = /[^=!<>]=(?=[^=])/.exec(` ${text} `);
    const declared = (equals === null ? text : text.slice(0, equals.index)).trim();
    return {
      kind: kindOfParameter(text),
      name: nameIn(declared),
      default: equals === null ? null : text.slice(equals.index + 1).trim(),
      isPack: text.includes('...'),
    };
  });
}

/** The name that a parameter declares: the last word, if another word is before it. */
const nameIn = (declared: string): string => /[\s>.&*](\w+)$/.exec(declared)?.[1] ?? '';
function kindOfParameter(text: string): TemplateParameter['kind'] {
  if (/^(?:typename|class)\b/.test(text)) return 'type';
  if (/^template\b/.test(text)) return 'template';
  return NUMBER_TYPE.test(text) ? 'number' : 'unknown';
}

const NUMBER_TYPE =
  /^(?:const\s+)?(?:(?:(?:un)?signed\s+)?(?:char|short|int|long|long long)|unsigned|bool|(?:std::)?(?:size_t|u?int\d+_t))\b/;

/** Whether an argument is a type or a number. `unknown` if the text alone does not show it. */
export function kindOfArgument(text: string): 'type' | 'number' | 'unknown' {
  const plain = text.trim();
  if (/^(?:-?\d+[uUlL]*|true|false)$/.test(plain)) return 'number';
  if (
    BUILTIN_TYPE.test(plain) ||
    /^itk::(?:Image|Vector|CovariantVector|Point|RGBPixel|RGBAPixel|VectorImage|FixedArray|Mesh|PointSet)<.*>$/s.test(
      plain,
    )
  )
    return 'type';
  return 'unknown';
}

const BUILTIN_TYPE =
  /^(?:(?:(?:un)?signed )?(?:char|short|int|long|long long)|unsigned|float|double|long double|bool|std::complex<.*>)$/s;
