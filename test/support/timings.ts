import type { NinjaLogEntry } from '../../server/src/build/generators/ninja-log';
import type { NinjaStatement } from '../../server/src/build/ninja-statements';
import { timingsOf, type TimingsInput } from '../../server/src/pipeline/timings/timings';
import type { TimingsReport } from '../../server/src/shared/timings/timings-report';
import type { BuildModule, BuildType } from '../../server/src/build/build-tree';

const DIR = '/b';

/** A statement of build.ninja. Files are relative to the build. */
export function statement(
  rule: string,
  outputs: readonly string[],
  inputs: readonly string[] = [],
  more: { orderOnly?: readonly string[]; command?: string } = {},
): NinjaStatement {
  const inBuild = (files: readonly string[]): string[] => files.map((file) => `${DIR}/${file}`);
  return {
    rule,
    outputs: inBuild(outputs),
    inputs: inBuild(inputs),
    orderOnly: inBuild(more.orderOnly ?? []),
    command: more.command ?? '',
  };
}

/** A line of a log. Times are seconds. */
export function logged(output: string, start: number, end: number, hash = 'a1'): NinjaLogEntry {
  return { output, startMs: Math.round(start * 1000), endMs: Math.round(end * 1000), writtenMs: null, hash };
}

/** The statements of a type: castxml, SWIG and the compiler. */
export function statementsOfType(module: string, name: string): NinjaStatement[] {
  return [
    statement('CUSTOM_COMMAND', [`${name}.xml`], [], { command: 'castxml --castxml-start wrappers' }),
    statement('CUSTOM_COMMAND', [`${name}Python.cpp`, `${name}Python.py`], [`${name}.i`], {
      command: `swig -c++ -python ${name}.i`,
    }),
    statement(`CXX_COMPILER__${module}`, [`${name}.o`], [`${name}Python.cpp`]),
  ];
}

/** What a build knows about a type, as far as timings need it. */
export function timedType(module: string, name: string): BuildType {
  const command = { cwd: DIR, env: {}, argv: [], launcher: [] };
  const swig = {
    name,
    source: `${DIR}/${name}.i`,
    cpp: `${DIR}/${name}Python.cpp`,
    outputs: [`${DIR}/${name}Python.cpp`, `${DIR}/${name}Python.py`],
    inputs: [],
    command,
  };
  return {
    name,
    module,
    wrap: `/s/${name}.wrap`,
    cxx: `${DIR}/${name}.cxx`,
    inc: '',
    xml: `${DIR}/${name}.xml`,
    castxml: command,
    inputs: [],
    swig,
  };
}

/** What a build knows about a module, as far as timings need it. */
export function timedModule(name: string, types: readonly string[]): BuildModule {
  return {
    name,
    wrappingDir: null,
    types,
    dependencies: [],
    stampGeneration: 'none',
    stamp: null,
    igenerator: null,
    igeneratorOutputs: types.flatMap((type) => [`${DIR}/${type}.idx`, `${DIR}/${type}.i`]),
    igeneratorInputs: [],
    swig: null,
  };
}

/** A module of two types from castxml to the library, in two lanes. */
export function smallInput(change: Partial<TimingsInput> = {}): TimingsInput {
  return {
    dir: DIR,
    source: '/s',
    build: {
      types: [timedType('M', 'itkA'), timedType('M', 'itkB')],
      modules: [timedModule('M', ['itkA', 'itkB'])],
    },
    statements: [
      ...statementsOfType('M', 'itkA'),
      ...statementsOfType('M', 'itkB'),
      statement('CUSTOM_COMMAND', ['itkA.idx', 'itkA.i', 'itkB.idx', 'itkB.i'], ['itkA.xml', 'itkB.xml'], {
        command: 'python igenerator.py',
      }),
      statement('CXX_MODULE_LIBRARY_LINKER__M', ['_MPython.so'], ['itkA.o', 'itkB.o']),
      statement('phony', ['all'], ['_MPython.so']),
      statement('CUSTOM_COMMAND', ['notes.txt']),
    ],
    log: {
      version: 5,
      entries: [
        logged('itkA.xml', 0, 4),
        logged('itkB.xml', 0, 6),
        logged('itkA.idx', 6, 8),
        logged('/b/itkA.i', 6, 8),
        logged('itkAPython.cpp', 8, 9),
        logged('itkBPython.cpp', 8, 11),
        logged('itkA.o', 9, 14),
        logged('itkB.o', 11, 21),
        logged('_MPython.so', 21, 22),
        logged('removed.o', 21, 23),
      ],
    },
    sizeOf: (file) =>
      file.endsWith('Python.cpp') ? 1000 : file.endsWith('.o') ? 300 : file.endsWith('.so') ? 500 : null,
    usesOf: (type) =>
      type === 'itkA'
        ? [
            { line: 2, text: 'itk_wrap_template(A)', instantiations: 1 },
            { line: 5, text: 'itk_wrap_template(B)', instantiations: 3 },
          ]
        : [],
    recordOf: () => null,
    storeCounters: null,
    peaks: new Map(),
    problems: [],
    ...change,
  };
}

/** The report of {@link smallInput}. */
export function smallReport(change: Partial<TimingsInput> = {}): TimingsReport {
  return timingsOf(smallInput(change));
}
