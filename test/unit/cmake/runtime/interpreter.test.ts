import assert from 'node:assert/strict';
import fc from 'fast-check';
import { builtins } from '../../../../server/src/cmake/commands';
import {
  DEFAULT_LIMITS,
  LimitError,
  type Limits,
} from '../../../../server/src/cmake/values/evaluation-limits';
import type { FileSystem } from '../../../../server/src/host/file-system';
import type { Message } from '../../../../server/src/cmake/runtime/message';
import { Interpreter } from '../../../../server/src/cmake/runtime/interpreter';
import type { Continuation } from '../../../../server/src/cmake/runtime/frame';
import { loadParser, type CMakeParser } from '../../../../server/src/cmake/syntax/parse';
import { ScriptCache } from '../../../../server/src/cmake/runtime/script-cache';
import { createState } from '../../../../server/src/cmake/runtime/scopes/state';
import { seedOf } from '../../../support/random';

let parser: CMakeParser;

interface Setting {
  files: Record<string, string>;
  limits?: Partial<Limits>;
  signal?: AbortSignal;
  onInclude?: (interpreter: Interpreter, file: string) => void;
}

function interpreterOf({ files, limits, signal, onInclude }: Setting): {
  interpreter: Interpreter;
  said: string[];
  messages: Message[];
} {
  const disk: FileSystem = {
    read: (file) => (files[file] === undefined ? null : Buffer.from(files[file])),
    kind: (file) => (files[file] === undefined ? null : 'file'),
    isLink: () => false,
    list: () => [],
    realPath: (file) => file,
    allows: () => false,
  };
  const programs = new ScriptCache(disk, (text) => parser.parseScript(text));
  const messages: Message[] = [];
  const said: string[] = [];
  const interpreter: Interpreter = new Interpreter(
    {
      files: disk,
      load: (file) => programs.load(file),
      compile: (file, text) => programs.compile(file, text),
      builtins,
      version: [3, 28, 0],
      mode: 'script',
      limits: { ...DEFAULT_LIMITS, ...limits },
      signal,
      onMessage: (message) => {
        messages.push(message);
        said.push(message.text);
      },
      onInclude: (file) => onInclude?.(interpreter, file),
    },
    createState({ source: '/top', binary: '/top' }),
  );
  return { interpreter, said, messages };
}

const header = 'cmake_minimum_required(VERSION 3.20)\n';

describe('the interpreter', () => {
  before(async () => {
    parser = await loadParser();
  });

  it('ends at each limit, and keeps the results so far', () => {
    const ends = (body: string, limits: Partial<Limits>): string => {
      const { interpreter } = interpreterOf({ files: { '/top/a.cmake': header + body }, limits });
      try {
        interpreter.runFile('/top/a.cmake', 'include', null);
      } catch (error) {
        if (error instanceof LimitError) return error.limit;
        throw error;
      }
      return 'none';
    };
    assert.equal(ends('while(1)\nendwhile()', { steps: 10_000 }), 'steps');
    assert.equal(ends('foreach(i RANGE 1 900000000)\nendforeach()', { milliseconds: 50 }), 'milliseconds');
    assert.equal(ends('function(f)\nf()\nendfunction()\nf()', {}), 'depth');
    assert.equal(ends('macro(f)\nf()\nendmacro()\nf()', {}), 'depth');
    assert.equal(ends('include(/top/a.cmake)', {}), 'depth');
    assert.equal(ends('set(x abc)\nwhile(1)\nset(x "${x}${x}")\nendwhile()', { bytes: 1e6 }), 'bytes');
    assert.equal(ends('while(1)\nfile(APPEND /top/out 0123456789)\nendwhile()', { bytes: 1e5 }), 'bytes');
  });

  it('can be cancelled', () => {
    const signal = AbortSignal.abort();
    const { interpreter } = interpreterOf({ files: { '/top/a.cmake': 'while(1)\nendwhile()' }, signal });
    assert.throws(
      () => interpreter.runFile('/top/a.cmake', 'include', null),
      (error) => error instanceof LimitError && error.limit === 'aborted',
    );
  });

  it('runs the parts of an incomplete file that parse', () => {
    const { interpreter, said } = interpreterOf({
      files: { '/top/a.cmake': 'message(one)\nforeach(x a b)\nmessage(${x})\n' },
    });
    interpreter.runFile('/top/a.cmake', 'include', null);
    assert.deepEqual(said, ['one', 'a', 'b']);
  });

  it('lists the calls that led to a message, with their positions', () => {
    const body = 'macro(m)\nmessage(SEND_ERROR bad)\nendmacro()\nfunction(f)\nm()\nendfunction()\nf()\n';
    const { interpreter, messages } = interpreterOf({ files: { '/top/a.cmake': body } });
    interpreter.runFile('/top/a.cmake', 'include', null);
    assert.deepEqual(
      messages[0]!.stack.map(({ line, command }) => `${line} ${command}`),
      ['2 message', '5 m', '7 f'],
    );
  });

  it('resumes from a captured point with another text, and through the remaining rounds', () => {
    const files: Record<string, string> = {
      '/top/a.cmake':
        'foreach(n 1 2 3)\nset(before "${before}${n}")\nif(1)\ninclude(/top/${n}.cmake)\nendif()\nmessage("${before} ${made}")\nendforeach()\n',
      '/top/1.cmake': 'set(made one)\n',
      '/top/2.cmake': 'set(made two)\n',
      '/top/3.cmake': '',
    };
    const moments = new Map<string, Continuation>();
    const { interpreter, said } = interpreterOf({
      files,
      onInclude: (at, file) => moments.set(file, at.capture()),
    });
    interpreter.runFile('/top/a.cmake', 'include', null);
    assert.deepEqual(said.splice(0), ['1 one', '12 two', '123 two']);
    files['/top/2.cmake'] = 'set(made another)\n';
    const second = moments.get('/top/2.cmake')!;
    const again = (): number => interpreter.runFile('/top/2.cmake', 'include', second.call);
    interpreter.resume(second, again);
    assert.deepEqual(said.splice(0), ['12 another']);
    interpreter.resume(second, again, true);
    assert.deepEqual(said.splice(0), ['12 another', '123 another']);
    interpreter.resume(moments.get('/top/1.cmake')!, () =>
      interpreter.runFile('/top/1.cmake', 'include', null),
    );
    assert.deepEqual(said, ['1 one']);
  });

  it('does not write to the disk', () => {
    const files = {
      '/top/a.cmake': 'file(WRITE /top/b.txt "x")\nfile(READ /top/b.txt v)\nmessage("${v}")\n',
    };
    const { interpreter, said } = interpreterOf({ files });
    interpreter.runFile('/top/a.cmake', 'include', null);
    assert.deepEqual(said, ['x']);
    assert.deepEqual([...interpreter.files.writtenFiles()], [['/top/b.txt', 'x']]);
  });

  it('skips rounds of a search for names only if they change nothing', () => {
    // The same loop with one command more is not recognized as a search, so all of its rounds are run.
    const loop = (more: string): string => `
cmake_policy(SET CMP0057 \${policy})
foreach(path \${how})
  get_filename_component(name \${path} NAME)
  ${more}if(\${name} IN_LIST wanted)
    list(APPEND found \${path})
    \${inside}
  endif()
endforeach()
message("\${found}|\${name}|\${path}|\${wanted}")
`;
    const paths = [
      '/a/x.h',
      '/b/y.h',
      '/c/x.h',
      'z.h',
      '/d/',
      '/e/NOT',
      '/f/STREQUAL',
      '/g/v.h',
      '/h h/i.h',
      '/k/w.h',
    ];
    const names = ['x.h', 'y.h', 'z.h', 'v.h', 'value', '', 'NOT', 'w.h'];
    const run = (text: string): string[] => {
      const { interpreter, said } = interpreterOf({ files: { '/top/a.cmake': text } });
      interpreter.runFile('/top/a.cmake', 'include', null);
      return said;
    };
    let skipped = 0;
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...paths), { maxLength: 6 }),
        fc.array(fc.constantFrom(...names), { maxLength: 3 }),
        fc.record({
          policy: fc.constantFrom('NEW', 'NEW', 'OLD'),
          how: fc.constantFrom(
            'IN LISTS paths',
            'IN ITEMS one.h ${paths}',
            '${paths}',
            'IN ZIP_LISTS paths',
            'IN ZIP_LISTS paths wanted',
          ),
          before: fc.constantFrom(
            '',
            '',
            'set(v.h value)',
            'set(path kept)',
            'macro(get_filename_component a)\nset(name x.h)\nendmacro()',
            'unset(wanted)',
          ),
          inside: fc.constantFrom(
            '',
            'list(APPEND wanted w.h)',
            'set(wanted y.h)',
            'break()',
            'set(v.h x.h)',
            'continue()',
          ),
        }),
        (list, wanted, { policy, how, before, inside }) => {
          const start = `cmake_minimum_required(VERSION 3.16)\nset(paths "${list.join(';')}")\nset(wanted "${wanted.join(';')}")\n${before}\n`;
          const filled = (more: string): string =>
            start +
            loop(more).replace('${policy}', policy).replace('${how}', how).replace('${inside}', inside);
          assert.deepEqual(
            run(filled('')).map(withoutLines),
            run(filled('set(other)\n  ')).map(withoutLines),
          );
          skipped++;
        },
      ),
      { seed: seedOf('ITK_WRAP_RANDOM_SEED'), numRuns: 1000 },
    );
    assert.equal(skipped, 1000);
  });

  it('does not run the rounds that a search for names skips', () => {
    const steps = (count: number): number => {
      const paths = Array.from({ length: count }, (_, n) => `/a/h${n}.h`).join(';');
      const text = `cmake_minimum_required(VERSION 3.16)\nset(paths "${paths}")\nset(wanted "h5.h")\nforeach(path IN LISTS paths)\n  get_filename_component(name \${path} NAME)\n  if(\${name} IN_LIST wanted)\n    message("\${path}")\n  endif()\nendforeach()\nmessage("\${name}")\n`;
      let commands = 0;
      const { interpreter, said } = interpreterOf({ files: { '/top/a.cmake': text } });
      interpreter.probe = null;
      const run = interpreter.set.bind(interpreter);
      interpreter.set = (name, value) => {
        if (name === 'name') commands++;
        run(name, value);
      };
      interpreter.runFile('/top/a.cmake', 'include', null);
      assert.deepEqual(said, ['/a/h5.h', `h${count - 1}.h`]);
      return commands;
    };
    assert.equal(steps(10), 2);
    assert.equal(steps(1000), 2);
  });
});

/** Messages without the numbers of lines, which differ if a line is added. */
const withoutLines = (text: string): string => text.replace(/:\d+/g, '');
