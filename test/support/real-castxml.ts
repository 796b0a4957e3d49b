import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { openCache } from '../../server/src/cache/cache';
import type { Cache, Invocation } from '../../server/src/cache/api';
import type { RunOutcome } from '../../server/src/shared/reasons';

/** Runs of the real castxml, each in two places that differ only in their paths. */
export interface RealRun {
  here: Invocation;
  elsewhere: Invocation;
}

/** The output file of a run. */
export function outputOf(invocation: Invocation): string {
  return invocation.args[invocation.args.indexOf('-o') + 1] ?? assert.fail('no -o');
}

/** The XML that castxml itself writes. */
export function bare(invocation: Invocation): Buffer {
  const { status, stderr } = spawnSync(invocation.castxml, invocation.args, {
    cwd: invocation.cwd,
    encoding: 'utf8',
  });
  assert.equal(status, 0, `${invocation.args.at(-1)}: ${stderr}`);
  const xml = fs.readFileSync(outputOf(invocation));
  fs.rmSync(outputOf(invocation));
  return xml;
}

/** Checks that every way to restore an XML from the cache gives castxml's own XML, byte for byte. */
export async function checkRealRun({ here, elsewhere }: RealRun, store: string): Promise<void> {
  const name = path.basename(here.args.at(-1) ?? '');
  // A new cache each time, like each run of the launcher.
  const open = (): Cache => openCache({ roots: [store], format: 'gzip', maxBytes: 2 ** 36 });
  const expect = async (invocation: Invocation, own: Buffer, outcome: RunOutcome): Promise<void> => {
    fs.rmSync(outputOf(invocation), { force: true });
    const result = await open().run(invocation);
    assert.equal(result.outcome, outcome, `${name}: ${result.stderr.toString()}`);
    assert.ok(
      fs.readFileSync(outputOf(invocation)).equals(own),
      `${name}: not castxml's own after ${outcome}`,
    );
  };
  const own = bare(here);
  await expect(here, own, 'miss');
  await expect(here, own, 'hit-l1');
  await expect(elsewhere, bare(elsewhere), 'hit-portable');
  for (const part of ['l1', 'p1']) fs.rmSync(path.join(store, part), { recursive: true });
  await expect(here, own, 'hit-l2');
  await expect(here, own, 'hit-l1');
}
