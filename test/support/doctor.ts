import type { Check, CheckContext } from '../../server/src/pipeline/doctor/check';
import type { Finding } from '../../server/src/pipeline/doctor/finding';
import type { PythonFacts, ToolFacts, Tools } from '../../server/src/pipeline/doctor/tools/tool-facts';
import type { DiskFacts, FileFacts, Space } from '../../server/src/host/disk-facts';
import type { ProcessRequest, ProcessResult, ProcessRunner } from '../../server/src/host/process';

/** A file of a {@link diskOf}. Folders exist if they are named, or if something is in them. */
export interface DiskFile extends Partial<Omit<FileFacts, 'kind'>> {
  text?: string;
  folder?: boolean;
  readOnly?: boolean;
}

/** The clock of {@link contextOf}, in nanoseconds since 1970. */
export const NOW_NS = 1_800_000_000_000_000_000n;

/** A disk in memory. `spaces` are the file systems by their folders; the longest that contains a folder counts. */
export function diskOf(
  files: Record<string, DiskFile | string> = {},
  spaces: Record<string, Space> = {},
): DiskFacts {
  const all = new Map(
    Object.entries(files).map(([name, file]) => [name, typeof file === 'string' ? { text: file } : file]),
  );
  const find = (name: string): DiskFile | undefined =>
    all.get(name) ??
    ([...all.keys()].some((other) => other.startsWith(`${name}/`)) ? { folder: true } : undefined);
  return {
    facts: (name) => {
      const file = find(name);
      if (!file) return Promise.resolve(null);
      const { text = '', folder = false } = file;
      return Promise.resolve({
        kind: folder ? ('directory' as const) : ('file' as const),
        bytes: text.length,
        mtimeNs: file.mtimeNs ?? NOW_NS - 1n,
        mode: file.mode ?? (folder ? 0o700 : 0o600),
        uid: file.uid ?? 1000,
        device: file.device ?? 1,
      });
    },
    allows: (name, access) => find(name) !== undefined && !(access === 'write' && find(name)?.readOnly),
    text: (name) => Promise.resolve(all.get(name)?.text ?? null),
    space(folder) {
      const [best] = Object.keys(spaces)
        .filter((place) => folder.startsWith(place))
        .sort((a, b) => b.length - a.length);
      return Promise.resolve(best === undefined ? null : spaces[best]!);
    },
  };
}

const tool = (name: string, version: string): ToolFacts => ({
  file: `/usr/bin/${name}`,
  version,
  problem: null,
});

/** Tools that work, of versions that go together. */
export const tools: Tools = {
  castxml: { ...tool('castxml', '0.6.11'), clang: '19.1.0' },
  swig: tool('swig', '4.3.1'),
  python: {
    ...tool('python3', '3.11.2'),
    headers: { folder: '/usr/include/python3.11', present: true },
    numpy: { version: '1.24.2', file: '/py/numpy/__init__.py', problem: null },
    pygccxml: { version: '3.0.2', file: '/py/pygccxml/__init__.py', problem: null },
    pygccxmlFolder: '/py',
  } satisfies PythonFacts,
  cmake: tool('cmake', '3.31.6'),
  compiler: { ...tool('c++', '12.2.0'), family: 'gcc' },
  ninja: tool('ninja', '1.11.1'),
};

/** What the checks look at: a machine without a build on which nothing is wrong. */
export function contextOf(changes: Partial<CheckContext> = {}): CheckContext {
  return {
    build: null,
    tools,
    disk: diskOf(),
    environment: {},
    platform: 'linux',
    user: 1000,
    nowNs: () => NOW_NS,
    temporary: { folder: '/tmp', problem: null, times: [] },
    stores: () => Promise.resolve([]),
    remote: () => Promise.resolve(null),
    servers: () => Promise.resolve({ found: [], problem: null }),
    ...changes,
  };
}

/** What a check finds, as `severity: message`, and its summary. */
export async function runCheck(
  check: Check,
  changes: Partial<CheckContext> = {},
): Promise<{ summary: string; found: string[]; findings: readonly Finding[] }> {
  const answer = await check.run(contextOf(changes));
  if ('skipped' in answer) return { summary: `skipped: ${answer.skipped}`, found: [], findings: [] };
  const { summary, findings } = answer;
  return { summary, found: findings.map(({ severity, message }) => `${severity}: ${message}`), findings };
}

/** A process runner that answers from a function, and remembers what it was asked. */
export function answering(
  answer: (request: ProcessRequest) => { code?: number; output?: string } | Error,
): ProcessRunner & { asked: ProcessRequest[] } {
  const asked: ProcessRequest[] = [];
  const run = (request: ProcessRequest): Promise<ProcessResult> => {
    asked.push(request);
    const told = answer(request);
    if (told instanceof Error) return Promise.reject(told);
    const stdout = Buffer.from(told.output ?? '');
    if (stdout.length > 0) request.onOutput?.('stdout', stdout);
    return Promise.resolve({ code: told.code ?? 0, signal: null, stdout, stderr: Buffer.alloc(0) });
  };
  return Object.assign(run, { asked });
}
