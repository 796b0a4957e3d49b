import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { type CMakeParser, loadParser } from '../../server/src/cmake/syntax/parse';

const source =
  process.env.ITK_WRAPPING_ITK_SOURCE ?? path.join(homedir(), '.cache/itk-wrapping-dev/itk-5.2.1/src');

/** Files that CMake itself cannot read, with the reason. */
const notCMake: Record<string, string> = {
  'Modules/ThirdParty/MINC/src/libminc/config.h.cmake': 'a C header to be configured',
  'Modules/ThirdParty/Expat/src/itkexpat/expat_config.h.cmake': 'a C header to be configured',
  'Modules/ThirdParty/Expat/src/expat/expat_config.h.cmake': 'the same in ITK 5.4',
  'Wrapping/Generators/Ruby/CMakeLists.txt':
    'one parenthesis too many, in a generator that is never included',
  'Wrapping/Generators/Tcl/CMakeLists.txt': 'one parenthesis too many, in a generator that is never included',
};

/** The numbers of `.wrap` files and of all CMake files in a version of ITK. */
const counts: Record<string, { wrap: number; all: number }> = { '5.2.1': { wrap: 806, all: 1831 } };

describe('the CMake files of a real ITK', () => {
  let parser: CMakeParser;
  let files: string[];
  before(async () => {
    assert.ok(
      existsSync(path.join(source, 'CMake/itkVersion.cmake')),
      `There is no ITK source in ${source}. "npm run test:itk" fetches it; or set ITK_WRAPPING_ITK_SOURCE.`,
    );
    parser = await loadParser();
    files = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.wrap$|\.cmake$|(^|[/\\])CMakeLists\.txt$/.test(file))
      .map((file) => file.replaceAll('\\', '/'));
  });

  it('are all found', () => {
    const wrap = files.filter((file) => file.endsWith('.wrap')).length;
    const expected = counts[itkVersion()];
    if (expected) assert.deepEqual({ wrap, all: files.length }, expected);
    else assert.ok(wrap > 500, `only ${wrap} .wrap files in ${source}`);
  });

  it('parse without errors', () => {
    const faults: string[] = [];
    for (const file of files) {
      const text = readFileSync(path.join(source, file), 'utf8');
      const tree = parser.parseTree(text);
      const { statements, errors } = parser.convert(tree, text);
      const found = errors.filter((error) => error.severity === 'error').length > 0;
      const marks = tree.rootNode.descendantsOfType(['unexpected', 'unclosed', 'missing_end']).length > 0;
      if (tree.rootNode.hasError || marks !== found || found !== file in notCMake) {
        faults.push(
          `${file}: ${errors.map((error) => `${error.range.start.line + 1}: ${error.message}`).join(' ')}`,
        );
      }
      if (!(file in notCMake) && /\w\s*\(/.test(text.replace(/#.*/g, '')))
        assert.ok(statements.length > 0, file);
      tree.delete();
    }
    assert.deepEqual(faults, []);
  });

  it('are excluded only if the real cmake cannot read them either', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'itk-parse-'));
    const script = path.join(folder, 'script.cmake');
    try {
      for (const file of files.filter((name) => name in notCMake)) {
        writeFileSync(script, `return()\n${readFileSync(path.join(source, file), 'utf8')}`);
        const { status, stderr } = spawnSync('cmake', ['-P', script], { encoding: 'utf8' });
        assert.equal(status, 1, file);
        assert.match(stderr, /Parse error/, file);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  function itkVersion(): string {
    const text = readFileSync(path.join(source, 'CMake/itkVersion.cmake'), 'utf8');
    return ['MAJOR', 'MINOR', 'PATCH']
      .map((part) => new RegExp(`ITK_VERSION_${part} "(\\d+)"`).exec(text)?.[1])
      .join('.');
  }
});
