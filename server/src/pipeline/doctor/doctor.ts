import type { BuildTree } from '../../build/build-tree';
import { type BuildFs, reasonOf } from '../../host/build-files';
import type { DiskFacts } from '../../host/disk-facts';
import type { ScratchFolder } from '../../host/scratch-folder';
import type { Check, CheckContext, WrittenTime } from './check';
import { CHECKS } from './checks';
import { type CheckReport, type Finding, gravest } from './finding';
import { explainFailure } from './known-failures';
import { probe } from './probe/probe';
import { probeFinding } from './probe/probe-finding';
import type { ProbeReport, StepName } from './probe/probe-report';
import { askTools } from './tools/ask-tools';
import type { AskPorts } from './tools/ask-version';

/** Everything outside the doctor. The command line passes the real one, tests pass doubles. */
export interface DoctorPorts
  extends
    AskPorts,
    Pick<CheckContext, 'disk' | 'platform' | 'user' | 'nowNs' | 'stores' | 'remote' | 'servers'> {
  /** The system's folder for temporary files. */
  temporaryFolder: string;
  /** Makes a folder in it. Rejects with the system's error. */
  makeScratch: () => Promise<ScratchFolder>;
  /** The time limit of a step of the probe, in milliseconds. */
  stepLimitMs: number;
  onStep?: (name: StepName) => void;
  /** Replaces the disk to read the build from, in tests. */
  fs?: BuildFs;
}

/** Whether a machine and a build can wrap ITK, and what is wrong. */
export interface DoctorReport {
  /** Null if only the machine was checked. */
  build: { dir: string; source: string; itkVersion: string | null; generator: string } | null;
  /** Whether one small type could be wrapped and imported. Null if that was not tried to the end. */
  canWrap: boolean | null;
  /** The steps that were taken with the small type. Null without a build, and if there is no room for temporary files. */
  probe: ProbeReport | null;
  /** What the probe found, and then what the checks found, the gravest first. */
  findings: readonly Finding[];
  checks: readonly CheckReport[];
  /** Whether the examination was cancelled. Then there are no checks and no findings. */
  cancelled: boolean;
  seconds: number;
}

/**
 * Takes one small type through the wrapping with the tools of a build, and runs all checks. Without a build, only the machine is checked.
 * Writes only into a scratch folder, which it removes. Never rejects.
 */
export async function examine(build: BuildTree | null, ports: DoctorPorts): Promise<DoctorReport> {
  const began = performance.now();
  const scratch = await openScratch(ports);
  const folder = 'path' in scratch ? scratch : null;
  const times = folder ? await writtenTimes(folder, ports.disk, ports.nowNs) : [];
  let problem = 'problem' in scratch ? scratch.problem : null;
  try {
    const probing =
      build && folder ? probe(build, { ...ports, scratch: folder, limitMs: ports.stepLimitMs }) : null;
    const [probed, tools] = await Promise.all([
      probing?.catch((error: unknown) => {
        problem = reasonOf(error);
        return null;
      }) ?? null,
      askTools(build, ports),
    ]);
    const temporary = { folder: ports.temporaryFolder, problem, times };
    const stores = ports.stores();
    const context: CheckContext = { ...ports, build, tools, temporary, stores: () => stores };
    const cancelled = ports.signal.aborted;
    const checks = cancelled ? [] : await Promise.all(CHECKS.map((check) => runCheck(check, context)));
    const own = [
      probed && !cancelled ? probeFinding(probed, checks) : null,
      problem === null ? null : noScratch(ports.temporaryFolder, problem),
    ];
    return {
      build: build && {
        dir: build.dir,
        source: build.source,
        itkVersion: build.itkVersion,
        generator: build.generator,
      },
      canWrap: probed?.works ?? null,
      probe: probed,
      findings: inOrder([
        ...own.filter((each) => each !== null),
        ...checks.flatMap(({ findings }) => findings),
      ]),
      checks,
      cancelled,
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    await folder?.remove();
  }
}

async function openScratch({ makeScratch }: DoctorPorts): Promise<ScratchFolder | { problem: string }> {
  try {
    return await makeScratch();
  } catch (error) {
    return { problem: reasonOf(error) };
  }
}

/** The times of three files that are written one after the other. Fewer if the disk is full. */
async function writtenTimes(
  scratch: ScratchFolder,
  disk: DiskFacts,
  nowNs: () => bigint,
): Promise<WrittenTime[]> {
  const times: WrittenTime[] = [];
  for (const name of ['first', 'second', 'third']) {
    try {
      const before = nowNs();
      await scratch.write(`clock/${name}`, name);
      const after = nowNs();
      const facts = await disk.facts(`${scratch.path}/clock/${name}`);
      if (facts) times.push({ before, mtimeNs: facts.mtimeNs, after });
    } catch {
      // The probe reports a full disk.
    }
  }
  return times;
}

/** A check that fails itself says so, and the others go on. */
async function runCheck({ id, title, run }: Check, context: CheckContext): Promise<CheckReport> {
  try {
    const answer = await run(context);
    if ('skipped' in answer) return { id, title, state: 'skipped', summary: answer.skipped, findings: [] };
    return { id, title, state: gravest(answer.findings), ...answer };
  } catch (error) {
    return {
      id,
      title,
      state: 'skipped',
      summary: `it could not be checked: ${reasonOf(error)}`,
      findings: [],
    };
  }
}

function noScratch(folder: string, problem: string): Finding {
  const known = explainFailure('castxml', problem);
  return {
    severity: 'error',
    message: `Temporary files cannot be written, so that no tool can work. ${known?.cause ?? ''}`.trimEnd(),
    evidence: [`${folder}: ${problem}`],
    remedy: known?.remedy ?? 'Make the folder writable, or set TMPDIR to another one.',
  };
}

function inOrder(findings: readonly Finding[]): Finding[] {
  const rank = { error: 0, warning: 1, note: 2 };
  return [...findings].sort((a, b) => rank[a.severity] - rank[b.severity]);
}
