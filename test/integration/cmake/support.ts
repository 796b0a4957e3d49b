import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { cmakePrograms } from '../../../scripts/lib/cmakes.mjs';
import { fromByteString, toByteString } from '../../../server/src/cmake/values/byte-string';
import { builtins } from '../../../server/src/cmake/commands';
import { Disk } from '../../../server/src/host/disk';
import { DEFAULT_LIMITS, type Limits } from '../../../server/src/cmake/values/evaluation-limits';
import { Interpreter } from '../../../server/src/cmake/runtime/interpreter';
import { loadParser, type CMakeParser } from '../../../server/src/cmake/syntax/parse';
import { parseVersion, versionVariables } from '../../../server/src/cmake/values/version';
import { ScriptCache } from '../../../server/src/cmake/runtime/script-cache';
import { createState } from '../../../server/src/cmake/runtime/scopes/state';
import { formatMessage } from './format';

/** The output of a script. */
export interface Outcome {
  stdout: string;
  stderr: string;
  /** Files below the working directory, by relative path. */
  files: Record<string, string>;
}

let parser: CMakeParser | undefined;

/** A CMake to compare with. */
export interface RealCMake {
  program: string;
  /** As printed by the program. */
  version: string;
}

/** Each version of CMake to compare with, once. Throws an error if one is missing. */
export function realCMakes(): RealCMake[] {
  const found = new Map<string, RealCMake>();
  for (const program of cmakePrograms()) {
    const { stdout, error } = spawnSync(program, ['--version'], { encoding: 'utf8' });
    if (error) throw new Error(`${program} does not run (on Debian: apt-get install cmake).`);
    const version = /version (\S+)/.exec(stdout)![1]!;
    if (!found.has(version)) found.set(version, { program, version });
  }
  return [...found.values()];
}

/** Runs a script with `cmake -P` in a temporary directory. */
export async function runByCMake(script: string, cmake: RealCMake): Promise<Outcome> {
  return inFolder(async (folder) => {
    const { stdout, stderr } = await run(cmake.program, ['-P', script], {
      cwd: folder,
      encoding: 'latin1',
      timeout: 60_000,
      maxBuffer: 512 * 1024 * 1024,
    }).catch((error: unknown) => {
      // A script that fails is a normal outcome.
      if (error instanceof Error && 'code' in error && typeof error.code === 'number') return error as never;
      throw error;
    });
    const files: Record<string, string> = {};
    for (const file of filesBelow(folder)) files[file] = readFileSync(path.join(folder, file), 'latin1');
    // KWSys prints errors in expressions in addition to CMake's own message.
    const [said, complained] = [stdout, stderr].map((text) => text.replace(/^RegularExpression::.*\n/gm, ''));
    return outcome(said!, complained!, files, folder, script);
  });
}

const run = promisify(execFile);

/** Evaluates a script with the interpreter, as if in such a directory. */
export async function runByInterpreter(
  script: string,
  version: string,
  limits: Partial<Limits> = {},
): Promise<Outcome> {
  parser ??= await loadParser();
  const number = parseVersion(version)!;
  const parse = parser.parseScript.bind(parser);
  return inFolder((folder) => {
    const disk = new Disk();
    const programs = new ScriptCache(disk, parse);
    const state = createState({ source: folder, binary: folder });
    const file = toByteString(script);
    const variables: Record<string, string> = {
      CMAKE_SOURCE_DIR: folder,
      CMAKE_BINARY_DIR: folder,
      CMAKE_CURRENT_SOURCE_DIR: folder,
      CMAKE_CURRENT_BINARY_DIR: folder,
      ...Object.fromEntries(versionVariables(number)),
      CMAKE_SCRIPT_MODE_FILE: file,
      UNIX: '1',
      CMAKE_HOST_UNIX: '1',
    };
    for (const [name, value] of Object.entries(variables)) state.scope.variables.set(name, value);
    for (const [name, value] of Object.entries(process.env)) state.environment.set(name, value ?? '');
    const output = { stdout: '', stderr: '' };
    const interpreter = new Interpreter(
      {
        files: disk,
        load: (name) => programs.load(name),
        compile: (name, text) => programs.compile(name, text),
        builtins,
        version: number,
        mode: 'script',
        limits: { ...DEFAULT_LIMITS, milliseconds: 20_000, ...limits },
        onMessage: (message) => {
          const { stream, text } = formatMessage(message, folder, number);
          output[stream] += text;
        },
      },
      state,
    );
    interpreter.runFile(file, 'include', null);
    const files: Record<string, string> = {};
    for (const [name, content] of interpreter.files.writtenFiles())
      if (name.startsWith(`${folder}/`)) files[fromByteString(name.slice(folder.length + 1))] = content;
    return outcome(output.stdout, output.stderr, files, folder, script);
  });
}

async function inFolder<T>(action: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'itk-wrap-cmake-')));
  try {
    return await action(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The two directories have different names, so both are replaced by FOLDER. */
function outcome(
  stdout: string,
  stderr: string,
  files: Record<string, string>,
  folder: string,
  script: string,
): Outcome {
  const plain = (text: string): string =>
    text.replaceAll(folder, 'FOLDER').replaceAll(path.dirname(script), 'SCRIPTS');
  const names = Object.keys(files).sort();
  return {
    stdout: plain(stdout),
    stderr: plain(stderr),
    files: Object.fromEntries(names.map((name) => [name, plain(files[name]!)])),
  };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}
