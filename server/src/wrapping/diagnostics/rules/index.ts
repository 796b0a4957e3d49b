import { castxml } from './build/castxml';
import { configureNeeded } from './build/configure-needed';
import { igenerator } from './build/igenerator';
import { pklMissing } from './build/pkl-missing';
import { stampMissing } from './build/stamp-missing';
import { swig } from './build/swig';
import { endWithoutClass } from './classes/end-without-class';
import { invalidMethod } from './classes/invalid-method';
import { missingArguments } from './classes/missing-arguments';
import { nothingWrapped } from './classes/nothing-wrapped';
import { pointerMissing } from './classes/pointer-missing';
import { superclassNotWrapped } from './classes/superclass-not-wrapped';
import { superclassOutsideDependencies } from './classes/superclass-outside-dependencies';
import { templateOutsideClass } from './classes/template-outside-class';
import { tooManyArguments } from './classes/too-many-arguments';
import { unclosedClass } from './classes/unclosed-class';
import { classNotFound } from './headers/class-not-found';
import { definitionMissing } from './headers/definition-missing';
import { headerOutsideDependencies } from './headers/header-outside-dependencies';
import { includeMissing } from './headers/include-missing';
import { includeNotFound } from './headers/include-not-found';
import { pythonHeadersMissing } from './headers/python-headers-missing';
import { argumentNotWrapped } from './instantiations/argument-not-wrapped';
import { argumentOutsideDependencies } from './instantiations/argument-outside-dependencies';
import { argumentWrappedLater } from './instantiations/argument-wrapped-later';
import { duplicateMangle } from './instantiations/duplicate-mangle';
import { emptyTemplateArgument } from './instantiations/empty-template-argument';
import { invalidDimensions } from './instantiations/invalid-dimensions';
import { methodTypeNotWrapped } from './instantiations/method-type-not-wrapped';
import { unknownPixelType } from './instantiations/unknown-pixel-type';
import { wrappedTwice } from './instantiations/wrapped-twice';
import { wrongTemplateArguments } from './instantiations/wrong-template-arguments';
import { duplicateType } from './modules/duplicate-type';
import { misspeltOrder } from './modules/misspelt-order';
import { moduleNotWrapped } from './modules/module-not-wrapped';
import { noWrapFiles } from './modules/no-wrap-files';
import { orderBeforeModule } from './modules/order-before-module';
import { unknownDependency } from './modules/unknown-dependency';
import { wrongModuleName } from './modules/wrong-module-name';
import { typeListedTwice } from './modules/type-listed-twice';
import { typeNameCut } from './modules/type-name-cut';
import { typeWithoutFile } from './modules/type-without-file';
import { invalidOption } from './names/invalid-option';
import { cmakeError } from './names/cmake-error';
import { cmakeWarning } from './names/cmake-warning';
import { oldVariable } from './names/old-variable';
import { syntax } from './names/syntax';
import { undefinedType } from './names/undefined-type';
import { unknownCommand } from './names/unknown-command';
import { unknownVariable } from './names/unknown-variable';
import type { Rule } from '../rule';

/**
 * All rules, in the order of docs/diagnostics.md. If several have a matching `onMessage`, the first one gets the message.
 */
export const rules: readonly Rule[] = [
  syntax,
  unknownCommand,
  unknownVariable,
  oldVariable,
  invalidMethod,
  tooManyArguments,
  missingArguments,
  unclosedClass,
  endWithoutClass,
  templateOutsideClass,
  duplicateMangle,
  wrappedTwice,
  wrongTemplateArguments,
  invalidDimensions,
  includeNotFound,
  includeMissing,
  classNotFound,
  headerOutsideDependencies,
  pythonHeadersMissing,
  definitionMissing,
  pointerMissing,
  superclassNotWrapped,
  superclassOutsideDependencies,
  argumentNotWrapped,
  argumentWrappedLater,
  argumentOutsideDependencies,
  methodTypeNotWrapped,
  duplicateType,
  typeNameCut,
  noWrapFiles,
  moduleNotWrapped,
  wrongModuleName,
  unknownDependency,
  misspeltOrder,
  orderBeforeModule,
  typeWithoutFile,
  typeListedTwice,
  undefinedType,
  unknownPixelType,
  emptyTemplateArgument,
  nothingWrapped,
  invalidOption,
  cmakeError,
  cmakeWarning,
  configureNeeded,
  pklMissing,
  stampMissing,
  castxml,
  igenerator,
  swig,
];

/** The rule with this code, or undefined. */
export function ruleOf(code: string, all: readonly Rule[] = rules): Rule | undefined {
  return all.find((rule) => rule.code === code);
}
