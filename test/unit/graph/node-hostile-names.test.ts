import assert from 'node:assert/strict';
import { graphNode } from '../../../server/src/graph/node';
import { buildGraph } from '../../../server/src/graph/build-view';
import { graphToDot } from '../../../server/src/graph/render/dot';
import { makeFacts } from '../../support/graph-facts';

/** U+202E reverses the direction of the following text, so that a name reads differently. A BEL is not text. */
const HOSTILE = 'itk\u202egnp.exe\u0007';

describe('a hostile name in the graph', () => {
  it('loses control characters in everything that is shown of a node', () => {
    const node = graphNode('id', 'type', HOSTILE, 'hit', { note: HOSTILE, details: [HOSTILE] });
    assert.deepEqual([node.label, node.note, ...node.details], Array(3).fill('itkgnp.exe'));
    assert.equal(node.id, 'id');
  });

  it('loses them in the title and in the text of an empty picture', () => {
    const model = buildGraph({ kind: 'module', module: HOSTILE }, makeFacts({ modules: 1 }));
    assert.equal(model.title, 'itkgnp.exe');
    const shown = `${model.empty}${graphToDot(model)}`;
    for (const mark of ['\u202e', '\u0007']) assert.equal(shown.includes(mark), false);
  });
});
