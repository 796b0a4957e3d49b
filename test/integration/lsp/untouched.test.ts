import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { commands, methods, type PipelineView } from '../../../server/src/shared/protocol';
import { LspClient } from '../../support/lsp-client';
import { type SampleCopy, sampleCopy } from '../../support/sample';

/*
 * The server only reads. `strace` records every process that it starts, every address that it connects to, and every file
 * that it writes. Meanwhile it answers every request about a build whose programs and scripts are traps.
 */
describe('a build and sources that are traps', function () {
  this.timeout(180_000);
  let sample: SampleCopy;
  let client: LspClient | undefined;
  before(async () => {
    sample = await sampleCopy({ configureOnly: true });
  });
  after(async () => {
    await client?.stop();
    await sample?.remove();
  });

  it('are shown without a process, a connection or a write', async () => {
    const sprung = path.join(sample.source, '..', 'sprung');
    // Any program that the server might start is a trap, first on PATH and in the folder itself.
    const traps = path.join(sample.source, 'traps');
    mkdirSync(traps);
    for (const name of ['castxml', 'c++', 'ninja', 'cmake', 'python3', 'swig', 'git', 'stat', 'sh'])
      for (const folder of [traps, sample.source]) {
        writeFileSync(path.join(folder, name), `#!/bin/sh\ntouch '${sprung}'\n`);
        chmodSync(path.join(folder, name), 0o755);
      }
    const cache = path.join(sample.build, 'CMakeCache.txt');
    const text = readFileSync(cache, 'utf8');
    writeFileSync(
      cache,
      text.replace(
        /^((?:CASTXML_EXECUTABLE|CMAKE_MAKE_PROGRAM|CMAKE_COMMAND)\b[^=]*=).*$/gm,
        `$1${traps}/castxml`,
      ),
    );
    const wrap = findWrap(sample.source);
    appendFileSync(
      wrap,
      `execute_process(COMMAND touch "${sprung}")\nfile(WRITE "${sprung}" x)\nfile(DOWNLOAD http://127.0.0.1:9/x "${sprung}")\n` +
        `try_run(a b "${traps}" "${traps}/x.c")\nfile(REMOVE_RECURSE "${sample.build}")\nexec_program(touch ARGS "${sprung}")\n`,
    );
    const before = stateOf(path.dirname(sample.source));
    const log = path.join(os.tmpdir(), `itk-wrapping-trace-${process.pid}`);
    const calls =
      'execve,execveat,connect,openat,open,creat,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat';
    client = await LspClient.start(
      sample.source,
      { PATH: `${traps}:${process.env.PATH}`, HOME: path.join(sample.store, '..', 'home') },
      {},
      { through: ['strace', '-f', '-qq', '-e', `trace=${calls}`, '-o', log] },
    );
    await ask(client, wrap);
    await client.stop();
    client = undefined;

    const lines = wholeCalls(readFileSync(log, 'utf8'));
    rmSync(log);
    const started = lines.filter((line) => /\bexecve(?:at)?\(/.test(line));
    assert.equal(started.length, 1, `not Node alone was started:\n${started.join('\n')}`);
    const connected = lines.filter((line) => /\bconnect\(.*AF_INET/.test(line));
    assert.deepEqual(connected, []);
    const writes = lines.filter((line) =>
      /\b(?:unlink|rename|mkdir|creat)|O_(?:WRONLY|RDWR|CREAT|TRUNC)/.test(line),
    );
    const here = path.dirname(sample.source);
    assert.deepEqual(
      writes.filter((line) => line.includes(`"${here}/`) && !line.includes(' = -1 ')),
      [],
    );
    assert.deepEqual(stateOf(here), before, 'something changed');
  });
});

/** Sends every request that an editor sends about a build and a file. */
async function ask(client: LspClient, wrap: string): Promise<void> {
  const ready = (view: PipelineView | undefined): boolean =>
    view !== undefined && view.situation !== 'searching';
  await client.until('the server has looked', () => ready(client.view), 60_000);
  const uri = await client.open(wrap, 'itk-wrap', readFileSync(wrap, 'utf8'));
  const { connection } = client;
  const textDocument = { uri };
  const position = { line: 1, character: 4 };
  for (const method of [
    'hover',
    'completion',
    'definition',
    'references',
    'documentHighlight',
    'signatureHelp',
  ])
    await connection.sendRequest(`textDocument/${method}`, {
      textDocument,
      position,
      context: { includeDeclaration: true },
    });
  const range = { start: position, end: { line: 3, character: 0 } };
  for (const method of ['documentSymbol', 'codeLens', 'documentLink', 'foldingRange', 'semanticTokens/full'])
    await connection.sendRequest(`textDocument/${method}`, { textDocument });
  await connection.sendRequest('textDocument/inlayHint', { textDocument, range });
  await connection.sendRequest('workspace/symbol', { query: 'Image' });
  for (const method of [methods.pipeline, methods.builds, methods.cache, methods.rescan])
    await connection.sendRequest(method);
  for (const { name } of client.view?.types.slice(0, 5) ?? []) {
    await connection.sendRequest(methods.typeDetails, { type: name });
    await connection.sendRequest(methods.explain, { type: name });
  }
  await connection.sendRequest(methods.graph, { kind: 'overview' });
  assert.ok(Object.keys(commands).length > 0);
  // The diagnostics of an evaluation come last.
  await connection.sendRequest(methods.whenIdle);
}

function findWrap(source: string): string {
  const found = readdirSync(source, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('itkAbsImageFilter.wrap'),
  );
  return path.join(source, found ?? assert.fail('the sample has no itkAbsImageFilter.wrap'));
}

/** Names, sizes, modes and times of everything in a folder. */
function stateOf(folder: string): unknown[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { size, mode, mtimeMs } = lstatSync(path.join(folder, name));
      return [name, size, mode, mtimeMs];
    });
}

/** The lines of a trace. strace splits a call in two if another thread's call comes in between. These are joined again. */
function wholeCalls(trace: string): string[] {
  const begun = new Map<string, string>();
  const whole: string[] = [];
  for (const line of trace.split('\n')) {
    const [, thread, begin] = /^(\d+) (.*) <unfinished \.\.\.>$/.exec(line) ?? [];
    const [, same, end] = /^(\d+) <\.\.\. \w+ resumed>(.*)$/.exec(line) ?? [];
    if (thread !== undefined) begun.set(thread, begin ?? '');
    else if (same !== undefined) whole.push(`${same} ${begun.get(same) ?? ''}${end}`);
    else whole.push(line);
    if (same !== undefined) begun.delete(same);
  }
  return [...whole, ...begun.values()];
}
