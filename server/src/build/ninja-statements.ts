import type { BuildFs } from '../host/build-files';
import { absolute, pathsOf } from './build-paths';
import type { BuildProblem } from './build-tree';
import { scanNinja } from './generators/ninja';

/** A build statement of build.ninja. Paths are absolute. */
export interface NinjaStatement {
  rule: string;
  /** Explicit outputs first, then implicit ones. */
  outputs: readonly string[];
  /** Explicit and implicit inputs. */
  inputs: readonly string[];
  orderOnly: readonly string[];
  /** The evaluated command. Empty for a phony statement. */
  command: string;
}

/** All build statements of a build in their order, with what could not be read. Never throws. */
export async function readNinjaStatements(
  dir: string,
  fs: BuildFs,
): Promise<{ statements: NinjaStatement[]; problems: BuildProblem[] }> {
  const statements: NinjaStatement[] = [];
  const inBuild = (file: string): string => absolute(dir, file);
  const problems = await scanNinja({
    file: pathsOf(dir).join(dir, 'build.ninja'),
    dir,
    fs,
    wanted: ['build '],
    onEdge: ({ rule, outputs, implicitOutputs, inputs, orderOnly, command }) =>
      statements.push({
        rule,
        outputs: [...outputs, ...implicitOutputs].map(inBuild),
        inputs: inputs.map(inBuild),
        orderOnly: orderOnly.map(inBuild),
        command,
      }),
  });
  return { statements, problems };
}
