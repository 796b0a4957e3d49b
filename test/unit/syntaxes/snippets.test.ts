import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadParser } from '../../../server/src/cmake/syntax/parse';

interface Snippet {
  prefix: string | string[];
  description: string;
  body: string[];
}

const file = path.resolve(__dirname, '../../../syntaxes/itk-wrap.snippets.json');
const snippets = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Snippet>;

/**
 * The text that VS Code inserts when each stop keeps its first value: `$1`, `${1:default}`, `${1|first,second|}`, and
 * `${NAME/…/…/}`, which stands for a file name here.
 */
function expand(snippet: string): string {
  const values = new Map<string, string>();
  let at = 0;

  function text(end: string): string {
    let out = '';
    while (at < snippet.length && snippet[at] !== end) {
      const stop = /^\$(?:(\d+)|\{(\d+)(:|\||\})|\{([A-Z_]+)[^}]*\})/.exec(snippet.slice(at));
      if (snippet[at] === '\\') {
        out += snippet[at + 1]!;
        at += 2;
      } else if (stop) {
        at += stop[0].length;
        out += value(stop);
      } else {
        out += snippet[at++]!;
      }
    }
    return out;
  }

  function value([, plain, number, kind, name]: RegExpExecArray): string {
    if (name) return 'Example';
    if (plain !== undefined || kind === '}') return values.get(plain ?? number!) ?? '';
    const first = kind === ':' ? text('}') : choice();
    if (kind === ':') at++;
    values.set(number!, first);
    return first;
  }

  function choice(): string {
    const end = snippet.indexOf('|}', at);
    const [first = ''] = snippet.slice(at, end).split(',');
    at = end + 2;
    return first;
  }

  return text('');
}

describe('the snippets', () => {
  it('insert valid CMake code, with all blocks closed, on separate lines', async () => {
    const parser = await loadParser();
    for (const [name, { body }] of Object.entries(snippets)) {
      const text = expand(body.join('\n'));
      const { errors, statements, comments } = parser.parseScript(text);
      const opens = /^itk_wrap_class/m.test(text);
      assert.deepEqual(errors, [], `${name}:\n${text}`);
      assert.ok(statements.length + comments.length > 0, name);
      assert.equal(opens, opens && text.includes('itk_end_wrap_class()'), name);
    }
  });

  it('insert what their names say', () => {
    const inserted = (name: string): string => expand(snippets[name]!.body.join('\n'));
    assert.equal(
      inserted('Wrap an image filter'),
      'itk_wrap_class("itk::Example" POINTER)\n  itk_wrap_image_filter("${WRAP_ITK_SCALAR}" 2)\nitk_end_wrap_class()',
    );
    assert.equal(
      inserted('Instantiate over dimensions'),
      'foreach(d ${ITK_WRAP_IMAGE_DIMS})\n  itk_wrap_template("${ITKM_IF${d}}" "${ITKT_IF${d}}")\nendforeach()',
    );
    assert.equal(
      inserted('Instantiate over dimensions and pixel types').split('\n')[2],
      '    itk_wrap_template("${ITKM_I${t}${d}}" "${ITKT_I${t}${d}}")',
    );
  });

  it('have different prefixes', () => {
    const prefixes = Object.values(snippets).flatMap(({ prefix }) => prefix);
    assert.equal(new Set(prefixes).size, prefixes.length);
  });
});
