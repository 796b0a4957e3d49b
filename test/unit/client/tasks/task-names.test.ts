import assert from 'node:assert/strict';
import { wantedName, type WantedName } from '../../../../client/src/tasks/task-names';

/** What is completed at the `|` in a tasks.json with this task. `present` is the existing text. */
function wanted(task: string): { kind: WantedName['kind']; present: string | null } | null {
  const marked = `{ // tasks\n  "version": "2.0.0", "tasks": [ { "label": "x" }, ${task}`;
  const text = marked.replace('|', '');
  const found = wantedName(text, marked.indexOf('|'));
  return (
    found && {
      kind: found.kind,
      present: found.present && text.slice(found.present.offset, found.present.offset + found.present.length),
    }
  );
}

describe('wantedName', () => {
  it('returns a type for a task of ours', () => {
    const task = '{ "type": "itkWrap", "action": "castxml", "wrapType": "itkAb|s" } ] }';
    assert.deepEqual(wanted(task), { kind: 'type', present: '"itkAbs"' });
    assert.deepEqual(wanted(task.replace('"itkAb|s"', '|')), { kind: 'type', present: null });
  });

  it('returns a module, in a list and before the type is written', () => {
    assert.deepEqual(wanted('{ "module": ["ITKCommon", "|"], "type": "itkWrap" } ] }'), {
      kind: 'module',
      present: '""',
    });
    assert.deepEqual(wanted('{ "type": "itkWrap", "module": [|'), { kind: 'module', present: null });
  });

  it('returns nothing for keys, other properties, and other tasks', () => {
    assert.equal(wanted('{ "type": "itkWrap", "wrapTy|pe": "" } ] }'), null);
    assert.equal(wanted('{ "type": "itkWrap", "action": "|" } ] }'), null);
    assert.equal(wanted('{ "type": "shell", "module": "|" } ] }'), null);
    assert.equal(wanted('{ "type": "itkWrap", "options": { "module": { "x": "|" } } } ] }'), null);
  });
});
