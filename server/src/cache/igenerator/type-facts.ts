import os from 'node:os';
import path from 'node:path';
import { KEPT, type Executed } from '../action/action';
import { runAction } from '../action/run-action';
import { readRegularFile } from '../inputs/input-files';
import { ANY_NAME, parseIdx, type IdxFile } from './names/known-names';
import { RunWhole, type ModuleRun } from './module-run';
import type { PythonTool } from './python-tool';
import { StagedRun } from './staged-run';
import { namesIn } from './names/xml-names';

/** What has to be known of a type before igenerator can run for any other type of its module. */
export interface TypeFacts {
  type: string;
  /** Its own .idx file. */
  idx: IdxFile;
  /** The names in its XML: see `namesIn`. */
  names: ReadonlySet<string>;
}

/**
 * The facts of a type, which depend on its XML alone. If the store does not have them, igenerator runs for the type until it
 * has written its .idx file, and then waits in `module.paused`.
 * @throws RunWhole if igenerator fails
 */
export async function factsOf(module: ModuleRun, tool: PythonTool, type: string): Promise<TypeFacts> {
  const { cache, run, trees, snapshot, beganMs, invocation } = module;
  const result = await runAction(
    cache,
    {
      action: {
        tool: 'igenerator',
        toolDigest: tool.digest,
        args: ['facts', type, module.digestOf(module.xml(type)), ...module.arguments],
        cwd: invocation.cwd,
        environment: module.variables,
        trees,
        names: [],
      },
      expected: {
        owns: (file) => FACTS.includes(file),
        isWhole: (outputs) => FACTS.every((name) => outputs.includes(name)),
      },
      execute: () => begin(module, tool, type),
      dispose: () => undefined,
      beganMs,
    },
    { snapshot },
  );
  const text = result.kept?.get('idx')?.toString('utf8');
  const idx = text === undefined ? null : parseIdx(path.join(run.interfaceDir, `${type}.idx`), text);
  if (!idx) throw new RunWhole();
  const names = new Set(result.kept?.get('names')?.toString('utf8').split('\n'));
  return { type, idx, names };
}

/** The kept outputs of such a run. */
const FACTS = [`${KEPT}idx`, `${KEPT}names`];

async function begin(module: ModuleRun, tool: PythonTool, type: string): Promise<Executed> {
  const began = performance.now();
  const xml = readRegularFile(module.xml(type))?.bytes;
  if (!xml) throw new RunWhole();
  const staged = new StagedRun(module.run, [type]);
  let isKept = false;
  try {
    staged.create();
    const { id, progress } = await module.driver.begin(staged.request());
    const idx = staged.idx(type);
    if (progress !== 'paused' || !idx) throw new RunWhole();
    isKept = keep(module, type, { staged, id }, xml.length);
    // A reference to a character could be a part of a name.
    const names = xml.includes('&#') ? [ANY_NAME] : namesIn(xml);
    return {
      ran: { code: 0, signal: null, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) },
      seconds: (performance.now() - began) / 1000,
      outputs: [
        { path: `${KEPT}idx`, content: idx },
        { path: `${KEPT}names`, content: Buffer.from(names.join('\n')) },
      ],
      reads: { inputs: [], searched: [], tool: [...tool.files, module.xml(type)] },
    };
  } finally {
    // Also if the driver has ended, because the run was cancelled.
    if (!isKept) staged.remove();
  }
}

/** Bytes that a paused run takes: pygccxml's tree is some ten times as large as the XML. */
const memoryOf = (xmlBytes: number): number => 10 * xmlBytes + (8 << 20);

/** Keeps a paused run if there is memory for it, and returns whether it did. Otherwise the type's run begins again later. */
function keep(
  module: ModuleRun,
  type: string,
  paused: { staged: StagedRun; id: number },
  xmlBytes: number,
): boolean {
  const hasRoom = (process.availableMemory?.() ?? os.freemem()) > 4 * memoryOf(xmlBytes);
  if (hasRoom) module.paused.set(type, paused);
  else module.driver.stop(paused.id);
  return hasRoom;
}
