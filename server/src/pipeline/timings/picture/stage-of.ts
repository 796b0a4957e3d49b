import { CASTXML, SWIG } from '../../../build/raw-build';
import { isSwigRule } from '../../../build/swig-steps';
import type { NinjaStatement } from '../../../build/ninja-statements';
import type { TimingStage } from '../../../shared/timings/timings-report';

/** The stage of a build statement, by its outputs and its command. */
export function stageOf(statement: NinjaStatement): TimingStage {
  const { rule, outputs, command } = statement;
  const makes = (suffix: RegExp): boolean => outputs.some((output) => suffix.test(output));
  if (command.includes(CASTXML) && makes(/\.xml$/)) return 'castxml';
  if (makes(/\.idx$/)) return 'igenerator';
  if (isSwigRule({ ...statement, implicitOutputs: [], description: '' }) || command.includes(SWIG))
    return 'swig';
  if (makes(/\.pyi$/)) return 'stubs';
  if (/_COMPILER(?:__|$)/.test(rule) || makes(/\.(?:o|obj)$/)) return 'compile';
  if (/_LINKER(?:__|$)/.test(rule) || makes(/\.(?:a|so|dylib|lib|dll|pyd)(?:\.\d+)*$/)) return 'link';
  return 'other';
}
