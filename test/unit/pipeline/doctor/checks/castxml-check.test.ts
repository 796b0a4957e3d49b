import assert from 'node:assert/strict';
import { castxmlCheck } from '../../../../../server/src/pipeline/doctor/checks/castxml-check';
import type { BuildTree } from '../../../../../server/src/build/build-tree';
import { buildOf } from '../../../../support/build';
import { runCheck, tools } from '../../../../support/doctor';

function buildWith(...flags: string[]): BuildTree {
  const build = buildOf('/b', { ITKCommon: ['itkA'] });
  const [type] = build.types;
  const castxml = { ...type!.castxml!, argv: ['castxml', '(', 'c++', ...flags, ')'] };
  return { ...build, types: [{ ...type!, castxml }] };
}

const old = { ...tools, castxml: { ...tools.castxml, version: '0.5.1', clang: '14.0.6' } };

describe('the check of castxml', () => {
  it('is content with a new one, and shows its clang', async () => {
    const { summary, found } = await runCheck(castxmlCheck, { build: buildWith('-std=gnu++20') });
    assert.deepEqual([summary, found], ['0.6.11, clang 19.1.0, /usr/bin/castxml', []]);
  });

  it('knows from which version on castxml reads C++20', async () => {
    const { findings } = await runCheck(castxmlCheck, {
      build: buildWith('-std=c++2a', '-fno-sized-deallocation'),
      tools: old,
    });
    assert.equal(findings.length, 1);
    assert.match(findings[0]!.message, /^castxml 0\.5\.1 is too old for C\+\+20\. .*char8_t/);
    assert.ok(findings[0]!.evidence.includes('flags: -std=c++2a -fno-sized-deallocation'));
    assert.match(findings[0]!.source ?? '', /^https:/);
  });

  it('knows that an old clang needs a flag with GCC 12, but not with Clang', async () => {
    const build = buildWith('-std=c++17');
    const { found } = await runCheck(castxmlCheck, { build, tools: old });
    assert.match(found.join(), /^error: castxml 0\.5\.1 is too old for GCC 12\.2\.0/);
    const clang = { ...old, compiler: { ...old.compiler, family: 'clang' as const } };
    assert.deepEqual((await runCheck(castxmlCheck, { build, tools: clang })).found, []);
    const cxx11 = buildWith('-std=c++11');
    assert.deepEqual(
      (await runCheck(castxmlCheck, { build: cxx11, tools: old })).found,
      [],
      'it came with C++14',
    );
    assert.equal(
      (await runCheck(castxmlCheck, { build: buildWith('-O2'), tools: old })).found.length,
      1,
      'C++17 is the default',
    );
    const with11 = { ...old, compiler: { ...old.compiler, version: '11.4.0' } };
    assert.deepEqual((await runCheck(castxmlCheck, { build, tools: with11 })).found, []);
  });

  it('warns about GCC 13 and the types that it brings', async () => {
    const with13 = { ...old, compiler: { ...old.compiler, version: '13.2.1' } };
    const build = buildWith('-std=c++17', '-fno-sized-deallocation');
    const { found } = await runCheck(castxmlCheck, { build, tools: with13 });
    assert.match(found.join(), /^warning: castxml 0\.5\.1 is too old for GCC 13\.2\.1\. .*_Float32/);
  });

  it('says that it is missing, or does not work', async () => {
    const broken = { file: '/x/castxml', version: null, clang: null };
    const missing = { ...tools, castxml: { ...broken, file: null, problem: 'there is no castxml on PATH' } };
    assert.deepEqual((await runCheck(castxmlCheck, { tools: missing })).found, [
      'error: castxml is missing.',
    ]);
    const failing = { ...tools, castxml: { ...broken, problem: 'exit code 127' } };
    const { summary, found, findings } = await runCheck(castxmlCheck, { tools: failing });
    assert.deepEqual([summary, found], ['/x/castxml: exit code 127', ['error: castxml does not work.']]);
    assert.match(findings[0]!.remedy, /apt-get install castxml/);
  });
});
