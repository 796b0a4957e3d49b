import fs from 'node:fs';
import path from 'node:path';
import type { ProcessRequest, ProcessResult, ProcessRunner } from '../../../server/src/host/process';

/*
 * A double of SWIG whose output depends only on its inputs. It searches like SWIG: the current folder, the folders of the
 * files that are being included, `-I`, and the library. Like SWIG, it reads files of its library that its depfile does not
 * list. It logs each run.
 */

/** What the double does between reading and writing. */
export interface SwigHooks {
  beforeWrite?: () => void;
}

/** Runs the double with SWIG's arguments. */
export function runSwigDouble(
  args: readonly string[],
  cwd: string,
  library: string,
  hooks: SwigHooks = {},
): ProcessResult {
  const value = (option: string): string => args[args.indexOf(option) + 1] ?? '';
  const includes = args.filter((argument) => argument.startsWith('-I')).map((argument) => argument.slice(2));
  const own = [`${cwd}/swig_lib/python`, `${library}/python`, `${cwd}/swig_lib`, library];
  const folders: string[] = [];
  const listed: string[] = [];
  let text = '';
  let warnings = '';
  const find = (name: string): string | undefined =>
    [cwd, ...[...folders].reverse(), ...includes, ...own]
      .map((folder) => path.resolve(cwd, folder, name))
      .find((file) => fs.existsSync(file) && fs.statSync(file).isFile());
  const read = (file: string, spelled: string): void => {
    listed.push(file);
    folders.push(path.dirname(file));
    for (const [n, line] of fs.readFileSync(file, 'utf8').split('\n').entries()) {
      const [, kind, name] = /^%(include|import|insert)\s*(?:\("python"\)\s*)?"(.*)"/.exec(line) ?? [];
      if (line.startsWith('%warn')) warnings += `${spelled}:${n + 1}: Warning 401: ${line}\n`;
      if (line.startsWith('%fail')) throw new SwigError(`${spelled}:${n + 1}: Error: ${line}\n`);
      if (kind === undefined) text += `${line}\n`;
      else {
        const found = find(name ?? '');
        if (found === undefined)
          throw new SwigError(`${spelled}:${n + 1}: Error: Unable to find '${name}'\n`);
        if (kind === 'insert') text += fs.readFileSync(found, 'utf8');
        else read(found, found);
      }
    }
    folders.pop();
  };
  try {
    for (const name of ['swig.swg', 'python.swg']) {
      const file = find(name);
      if (file) read(file, file);
    }
    const runtime = find('pyrun.swg');
    text += runtime ? fs.readFileSync(runtime, 'utf8') : '';
    const source = args.at(-1) ?? '';
    read(path.resolve(cwd, source), source);
  } catch (error) {
    if (error instanceof SwigError) return result(1, '', error.message);
    throw error;
  }
  hooks.beforeWrite?.();
  const flags = args.filter((argument) => argument.startsWith('-w')).join(' ');
  fs.writeFileSync(path.resolve(cwd, value('-o')), `// ${flags}\n${text}`);
  const outdir = args.includes('-outdir') ? value('-outdir') : path.dirname(value('-o'));
  fs.writeFileSync(path.resolve(cwd, outdir, 'm.py'), `# ${text.length}\n${text.slice(-200)}`);
  if (args.includes('-MF')) {
    const kept = args.includes('-MMD') ? listed.filter((file) => !file.startsWith(library)) : listed;
    fs.writeFileSync(path.resolve(cwd, value('-MF')), `${value('-o')}: \\\n  ${kept.join(' \\\n  ')} \n`);
  }
  return result(0, '', warnings);
}

class SwigError extends Error {}

function result(code: number, stdout: string, stderr: string): ProcessResult {
  return { code, signal: null, stdout: Buffer.from(stdout), stderr: Buffer.from(stderr) };
}

/** Runs the double in place of a process, and counts its runs. */
export class SwigDouble {
  runs = 0;
  hooks: SwigHooks = {};

  constructor(private readonly library: string) {}

  readonly run: ProcessRunner = (request: ProcessRequest) => {
    if (request.args[0] === '-swiglib') return Promise.resolve(result(0, `${this.library}\n`, ''));
    this.runs++;
    const ran = runSwigDouble(request.args, request.cwd ?? '/', this.library, this.hooks);
    if (ran.stderr.length > 0) request.onOutput?.('stderr', ran.stderr);
    return Promise.resolve(ran);
  };
}
