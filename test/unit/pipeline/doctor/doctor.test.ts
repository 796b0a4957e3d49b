import assert from 'node:assert/strict';
import { type DoctorPorts, examine } from '../../../../server/src/pipeline/doctor/doctor';
import type { ScratchFolder } from '../../../../server/src/host/scratch-folder';
import { buildOf } from '../../../support/build';
import { answering, contextOf, diskOf } from '../../../support/doctor';

const scratch = (changes: Partial<ScratchFolder> = {}): ScratchFolder => ({
  path: '/t',
  write: () => Promise.resolve(),
  makeFolder: () => Promise.resolve(),
  remove: () => Promise.resolve(),
  ...changes,
});

function portsOf(changes: Partial<DoctorPorts> = {}): DoctorPorts {
  const { environment, platform, user, nowNs, stores, remote, servers } = contextOf();
  return {
    ...{ environment, platform, user, nowNs, stores, remote, servers },
    disk: diskOf(),
    runProcess: answering(() => ({ code: 1, output: 'error: broken' })),
    findProgram: (name) => `/usr/bin/${name}`,
    temporaryFolder: '/tmp',
    makeScratch: () => Promise.resolve(scratch()),
    stepLimitMs: 1000,
    signal: new AbortController().signal,
    ...changes,
  };
}

const build = buildOf('/b', { ITKCommon: ['itkA'] }, { itkVersion: '6.0.0' });

describe('examine', () => {
  it('takes no type through the tools without a build, and runs all checks', async () => {
    const report = await examine(null, portsOf());
    assert.deepEqual([report.build, report.probe, report.canWrap], [null, null, null]);
    assert.equal(report.checks.length, 15);
    assert.deepEqual(
      report.checks.filter(({ state }) => state === 'skipped').map(({ id }) => id),
      ['python-packages', 'ccache', 'path-lengths', 'disk-space', 'build-access'],
    );
  });

  it('stops at the step that fails, says that the others were not run, and keeps the output', async () => {
    const began: string[] = [];
    const report = await examine(build, portsOf({ onStep: (name) => began.push(name) }));
    assert.deepEqual(
      report.probe?.steps.map(({ name, state, reason }) => [name, state, reason]),
      [
        ['castxml', 'failed', 'exit code 1'],
        ...['igenerator', 'swig', 'compile', 'link', 'import'].map((name) => [
          name,
          'not-run',
          'castxml failed',
        ]),
      ],
    );
    assert.deepEqual([began, report.probe?.steps[0]?.output], [['castxml'], 'error: broken']);
    assert.equal(report.canWrap, false);
  });

  it('does not take exit code 0 for success if nothing was written', async () => {
    const report = await examine(
      build,
      portsOf({ runProcess: answering(() => ({ output: 'castxml version 0.6.11' })) }),
    );
    assert.match(
      report.probe?.steps[0]?.reason ?? '',
      /^it ended with 0, but did not write \/t\/Wrapping\/castxml_inputs/,
    );
  });

  it('reports a folder for temporary files that cannot be used, and goes on', async () => {
    const full = (): Promise<never> =>
      Promise.reject(Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' }));
    for (const makeScratch of [full, () => Promise.resolve(scratch({ write: full }))]) {
      const { findings, probe, checks } = await examine(build, portsOf({ makeScratch }));
      assert.match(findings[0]?.message ?? '', /^Temporary files cannot be written.*is full/);
      assert.deepEqual([probe, checks.length], [null, 15]);
    }
  });

  it('removes its folder, also if it is cancelled, and then has no findings', async () => {
    let removed = 0;
    const makeScratch = () =>
      Promise.resolve(scratch({ remove: () => Promise.resolve(void (removed += 1)) }));
    const report = await examine(build, portsOf({ makeScratch, signal: AbortSignal.abort() }));
    assert.deepEqual([removed, report.cancelled, report.findings, report.checks], [1, true, [], []]);
  });

  it('goes on if a check fails itself', async () => {
    const { checks } = await examine(null, portsOf({ servers: () => Promise.reject(new Error('boom')) }));
    assert.deepEqual(checks.at(-1), {
      id: 'server',
      title: 'Resident server',
      state: 'skipped',
      summary: 'it could not be checked: boom',
      findings: [],
    });
  });

  it('shows the gravest findings first', async () => {
    const { findings } = await examine(build, portsOf());
    const rank = ['error', 'warning', 'note'];
    const order = findings.map(({ severity }) => rank.indexOf(severity));
    assert.deepEqual(order, [...order].sort());
    assert.ok(new Set(order).size > 1);
  });
});
