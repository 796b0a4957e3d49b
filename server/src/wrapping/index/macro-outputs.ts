import type { OutputsOf, ScriptReading } from './script-facts';

interface Macro {
  file: string;
  outputs: Set<number>;
  passed: ScriptReading['passed'][number];
}

/**
 * Finds the parameters of each macro that name a variable which the macro sets, either itself or through macros that it
 * calls. The result follows from all files together, so it does not depend on the order in which they were read.
 * @param readings in the order in which the files count
 */
export function solveOutputs(readings: readonly ScriptReading[]): OutputsOf {
  const macros: Macro[] = [];
  const first = new Map<string, Macro>();
  const own = new Map<string, Macro>();
  for (const { facts, passed } of readings)
    for (const [n, definition] of facts.definitions.entries()) {
      const { file } = facts;
      const name = definition.name.toLowerCase();
      const macro: Macro = { file, outputs: new Set(definition.outputs), passed: passed[n] ?? [] };
      macros.push(macro);
      if (!first.has(name)) first.set(name, macro);
      if (!own.has(`${name}\0${file}`)) own.set(`${name}\0${file}`, macro);
    }
  const calledFrom = (file: string, command: string): Macro | undefined =>
    own.get(`${command}\0${file}`) ?? first.get(command);
  const passing = macros.filter(({ passed }) => passed.length > 0);
  for (let grows = true; grows;) {
    grows = false;
    for (const { file, outputs, passed } of passing)
      for (const { place, callee, calleePlace } of passed) {
        if (outputs.has(place) || !calledFrom(file, callee)?.outputs.has(calleePlace)) continue;
        outputs.add(place);
        grows = true;
      }
  }
  const sorted = new Map(macros.map((macro) => [macro, [...macro.outputs].sort((a, b) => a - b)]));
  return (file, command) => {
    const macro = calledFrom(file, command);
    return (macro && sorted.get(macro)) ?? [];
  };
}
