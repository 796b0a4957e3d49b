import type { ScriptContext } from '../rule';

/** Whether a class of a script is not wrapped with the options of the build: it is in the branch of a condition that is not true. */
export const isDisabled = ({ enabled, file }: ScriptContext, className: string): boolean =>
  enabled?.evaluated(file) === true && enabled.modulesOf(className).length === 0;
