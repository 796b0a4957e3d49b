import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { GraphModel } from '../../../server/src/graph';
import { root } from '../../support/repository';
import { sampleCopy, type SampleCopy } from '../../support/sample';

describe('itk-wrap graph', function () {
  this.timeout(180_000);
  let sample: SampleCopy;

  before(async () => {
    sample = await sampleCopy();
  });
  after(() => sample?.remove());

  const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(
      process.execPath,
      ['--import', 'tsx', path.join(root, 'server/src/cli/itk-wrap.ts'), ...args, '--build', sample.build],
      { cwd: root, encoding: 'utf8', env: { ...process.env, ITK_WRAP_CACHE: sample.store } },
    );
  const model = (...args: string[]): GraphModel => {
    const { status, stdout, stderr } = run('graph', '--format', 'json', ...args);
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout) as GraphModel;
  };

  it('draws the modules of a real build, with its files as they are on disk', () => {
    const overview = model();
    assert.ok(overview.nodes.length >= 3);
    assert.ok(overview.edges.length >= 1, 'a dependency between modules');
    const module = overview.nodes[0]!.label;
    const { nodes } = model('--module', module);
    const states = (stage: string): string[] =>
      nodes.filter((node) => node.id.startsWith(`${stage}:`)).map((node) => node.state);
    assert.ok(states('inputs').length > 0);
    assert.ok(states('inputs').every((state) => state === 'fresh'));
    assert.ok(
      states('xml').every((state) => state === 'not-cached'),
      'the store of this test is empty',
    );
    assert.ok(nodes.every((node) => !node.id.startsWith('xml:') || node.second === 'fresh'));
    assert.ok(
      states('interfaces').every((state) => state === 'fresh'),
      states('interfaces').join(),
    );
    assert.equal(nodes.find((node) => node.id === 'igenerator')?.state, 'complete');
    const xml = nodes.find((node) => node.id.startsWith('xml:'))!;
    assert.ok(
      xml.details.some((text) => text.startsWith('Last CastXML run: ')),
      'the time from ninja’s log',
    );
  });

  it('knows a type’s headers from its XML or the cache, and the types that read a header', () => {
    const [module] = model().nodes;
    const type = model('--module', module!.label).nodes[0]!.type!;
    const { files } = model('--module', module!.label).nodes.find((node) => node.id === `xml:${type}`)!;
    assert.ok(
      model('--type', type).nodes.some((node) => node.kind === 'header'),
      'the XML names its headers',
    );
    fs.rmSync(files.find(({ path: file }) => file.endsWith('.xml'))!.path);
    assert.match(run('graph', '--type', type).stderr, /Run CastXML for it once/);
    assert.equal(run('castxml', '--module', module!.label).status, 0);
    const { nodes } = model('--type', type);
    assert.equal(nodes[0]!.state, 'hit');
    const headers = nodes.filter((node) => node.kind === 'header');
    assert.ok(
      headers.some((node) => node.files[0]!.path.startsWith(sample.source)),
      'a header of the sample',
    );
    const readers = model('--header', headers[0]!.files[0]!.path).nodes.map((node) => node.type);
    assert.ok(readers.includes(type));
  });

  it('writes SVG by default, and DOT', () => {
    assert.match(run('graph').stdout, /^<svg [^]*<\/svg>\n$/);
    assert.match(run('graph', '--format', 'dot').stdout, /^digraph [^]*}\n$/);
  });

  it('exits with 2 and one clear line if it cannot answer', () => {
    const { status, stdout, stderr } = run('graph', '--module', 'ITKGone');
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /^itk-wrap: This build has no module ITKGone\. .*itk-wrap status.*\n$/);
    assert.equal(run('graph', '--format', 'png').status, 2);
    assert.equal(run('graph', '--module', 'A', '--type', 'B').status, 2);
  });
});
