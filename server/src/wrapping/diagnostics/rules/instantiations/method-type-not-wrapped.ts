import * as l10n from '@vscode/l10n';
import { sentences } from '../../../../shared/l10n/sentences';
import { methodPlace } from '../../../headers/method-place';
import { readable } from '../../../index/type-names';
import type { Finding, Related } from '../../diagnostic';
import {
  familyOf,
  type UnwrappedMethodType,
  unwrappedMethodTypes,
} from '../../findings/instantiations/method-types';
import { dependsFix, findWhatWraps } from '../../fixes';
import type { Rule, ScriptContext } from '../../rule';

export const methodTypeNotWrapped: Rule = {
  code: 'method-type-not-wrapped',
  defaultSeverity: 'information',
  summary: 'A method takes or returns a type that is not wrapped.',
  documentation:
    'igenerator warns “ITK type not wrapped, or currently not known” (4) when it runs, and goes on. In Python, a value of this type is an object without methods. The public methods that a class itself declares are read from its header, also those of macros such as `itkGetConstObjectMacro`. For each class and line, a class that is missing is reported once. What igenerator never reports, such as iterators and functors, and what the headers do not decide, such as nested classes and enums, is not reported. Found by the evaluation.',
  repair: 'find what would wrap it, or add the module that wraps it to the DEPENDS of the module.',
  scripts: 'wrap',
  severalPerLine: true,

  onScript: (context) => unwrappedMethodTypes(context).map((found) => finding(context, found)),
};

function finding(context: ScriptContext, found: UnwrappedMethodType): Finding {
  const { missing, methods, className, hasOthers, elsewhere, range } = found;
  const { file, index } = context;
  const module = index.moduleOf(file) ?? '';
  const [needed] = elsewhere;
  const type = readable(missing.text);
  const wrongly =
    needed === undefined
      ? l10n.t('No enabled .wrap file wraps {0}.', type)
      : l10n.t('{0} is wrapped in {1}, but {2} does not depend on {1}.', type, needed, module);
  const others = l10n.t('{0} is wrapped, but only with other template arguments.', missing.className);
  return {
    message: sentences(
      wrongly,
      ...(hasOthers ? [others] : []),
      methods.length === 1
        ? l10n.t('{0} uses it.', `${className}::${methods[0]}`)
        : l10n.t('Methods of {0} use it: {1}.', className, listed(methods)),
      l10n.t('igenerator will warn (4). In Python, a value of this type has no methods.'),
    ),
    location: { file, range },
    related: relatedPlaces(context, found),
    data: { family: familyOf(missing.text) },
    fixes:
      needed === undefined
        ? [findWhatWraps(readable(pointedTo(missing.text)))]
        : dependsFixes(context, module, needed),
  };
}

const MAX_NAMES = 3;

function listed(methods: readonly string[]): string {
  const names = methods.slice(0, MAX_NAMES).join(', ');
  return methods.length > MAX_NAMES ? `${names}, …` : names;
}

function relatedPlaces(
  { index }: ScriptContext,
  { className, methods, missing }: UnwrappedMethodType,
): Related[] {
  const place = methodPlace(index, className, methods[0]!);
  const others = index.occurrencesOf('class', missing.className).map((one) => ({
    location: { file: one.file, range: one.occurrence.range },
    message: l10n.t('{0} is wrapped here', missing.className),
  }));
  return place ? [{ location: place, message: l10n.t('declared here') }, ...others] : others;
}

const dependsFixes = ({ index }: ScriptContext, module: string, needed: string): Finding['fixes'] => {
  const fix = dependsFix(index, module, needed);
  return fix ? [fix] : [];
};

/** What a smart pointer points to, or else the type itself. */
const pointedTo = (type: string): string => /^itk::SmartPointer<(.*?)(?: const)?>$/.exec(type)?.[1] ?? type;
