import assert from 'node:assert/strict';
import { readDefinition } from '../../../../client/src/tasks/task-definition';
import manifest from '../../../../package.json';

describe('readDefinition', () => {
  const read = (more: object): boolean => readDefinition({ type: 'itkWrap', ...more }) !== null;

  it('accepts what the schema of tasks.json allows, and returns the same object', () => {
    const { properties } = manifest.contributes.taskDefinitions[0]!;
    for (const action of properties.action.enum) assert.ok(read({ action }), action);
    for (const target of properties.target.enum) assert.ok(read({ action: 'castxml', target }), target);
    const definition = {
      type: 'itkWrap',
      action: 'castxml',
      wrapType: ['itkA', 'itkB'],
      module: 'M',
      jobs: 2,
    };
    assert.equal(readDefinition(definition), definition);
  });

  it('rejects actions that only the extension may start', () => {
    assert.ok(!read({ action: 'bench', types: 1, out: '/home/me/.bashrc' }));
    assert.ok(!read({ action: 'timings', out: '/home/me/.bashrc' }));
    assert.ok(!read({ action: 'evict', evict: ['--cache-dir', '/home/me'] }));
    for (const action of ['setup', 'setup-undo', 'verify', 'lsp', '', undefined, ['castxml']])
      assert.ok(!read({ action }), String(action));
    assert.equal(readDefinition({ type: 'shell', action: 'castxml' }), null);
  });

  it('rejects values that itk-wrap would take as options, and values of other types', () => {
    for (const value of ['--out=x', '-j', ['itkA', '--json'], '', [''], 1, { length: 1 }, [null]]) {
      assert.ok(!read({ action: 'castxml', wrapType: value }), JSON.stringify(value));
      assert.ok(!read({ action: 'repair', module: value }), JSON.stringify(value));
    }
    for (const jobs of ['2; rm', 0, -1, 1.5, '2'])
      assert.ok(!read({ action: 'castxml', jobs }), String(jobs));
    assert.ok(!read({ action: 'castxml', target: '--all' }));
  });
});
