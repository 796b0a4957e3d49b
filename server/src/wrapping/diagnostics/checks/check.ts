import {
  checkClassArguments,
  checkClassFrames,
  checkDimensions,
  checkDuplicateMangles,
} from './class-checks';
import type { CheckContext, Finding } from './finding';
import { checkClassHeaders, checkIncludes } from './header-checks';
import { checkCommands, checkTypeName, checkVariables } from './name-checks';
import { checkOrder, checkWrapFiles } from './order-checks';
import { checkSuperclasses } from './superclasses';

/** All mistakes of a script that reading alone finds, in the order of the text. Macro files are not judged. */
export function checkScript(context: CheckContext): Finding[] {
  const { file } = context;
  const checks = file.endsWith('.wrap')
    ? ofWraps
    : /[\\/]wrapping[\\/]CMakeLists\.txt$/.test(file)
      ? ofLists
      : [];
  return checks
    .flatMap((check) => check(context))
    .sort(
      (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
    );
}

const ofWraps = [
  checkClassFrames,
  checkClassArguments,
  checkDuplicateMangles,
  checkDimensions,
  checkCommands,
  checkVariables,
  checkIncludes,
  checkClassHeaders,
  checkTypeName,
  checkSuperclasses,
];

const ofLists = [checkOrder, checkWrapFiles, checkCommands, checkVariables];
