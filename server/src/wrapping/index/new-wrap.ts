import path from 'node:path';

/** The class for a new `.wrap` file. */
export interface NewWrap {
  /** Includes its namespaces: `itk::AbsImageFilter`. */
  className: string;
  /** The text between the angle brackets of its `template`, or null if it is not a template. */
  template: string | null;
  /** As written in the class, or null if it has none. */
  superclass: string | null;
  /** Lists of pixel types, such as `WRAP_ITK_REAL`. */
  types: readonly string[];
}

/**
 * The text of a `.wrap` file for one class. It wraps the class for each type in the lists: an image filter with
 * `itk_wrap_image_filter`, another template with a loop over dimensions and types, and anything else as a simple class.
 */
export function newWrapText({ className, template, superclass, types }: NewWrap): string {
  const method = superclass === null ? '' : ' POINTER';
  if (template === null) return `itk_wrap_simple_class("${className}"${method})\n`;
  const parameters = template.split(',').map((parameter) => parameter.trim());
  const images = parameters.filter((parameter) =>
    /\b(?:typename|class)\s+\w*Image\w*/.test(parameter),
  ).length;
  const lists = types.map((list) => `\${${list}}`).join(';');
  const body =
    images > 0
      ? [`  itk_wrap_image_filter("${lists}" ${images})`]
      : [
          '  foreach(d ${ITK_WRAP_IMAGE_DIMS})',
          `    foreach(t ${types.map((list) => `\${${list}}`).join(' ')})`,
          `      itk_wrap_template("${templateOf(parameters, 'M')}" "${templateOf(parameters, 'T')}")`,
          '    endforeach()',
          '  endforeach()',
        ];
  return [`itk_wrap_class("${className}"${method})`, ...body, 'itk_end_wrap_class()', ''].join('\n');
}

/**
 * The argument of each parameter: a dimension for a number, and a pixel type for a type. A parameter with a default has
 * none, except for the first one.
 */
function templateOf(parameters: readonly string[], kind: 'M' | 'T'): string {
  const needed = parameters.filter((parameter, index) => index === 0 || !parameter.includes('='));
  const words = needed.map((parameter) =>
    /\b(?:int|long|size_t|SizeValueType)\b/.test(parameter) ? '${d}' : `\${ITK${kind}_\${t}}`,
  );
  return words.join(kind === 'M' ? '' : ',');
}

/** Where the `.wrap` file of a class belongs. For a header in `<module>/include` it is `<module>/wrapping/<name>.wrap`. */
export function placeOfNewWrap(header: string, className: string): { file: string; module: string | null } {
  const folder = path.dirname(header);
  const inModule = path.basename(folder) === 'include';
  const moduleDir = inModule ? path.dirname(folder) : folder;
  const parts = className.split('::');
  const base = `${parts[0] ?? ''}${parts.length > 1 ? parts.at(-1) : ''}`.replace(/\W/g, '');
  return {
    file: path.join(moduleDir, 'wrapping', `${base}.wrap`),
    module: inModule ? path.basename(moduleDir) : null,
  };
}
