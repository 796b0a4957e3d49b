import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { Disk } from '../../../server/src/host/disk';
import { formatOptionsFor } from '../../../server/src/cmake/format/configuration';
import { formatText } from '../../../server/src/cmake/format/format';
import { formatTexts } from '../../support/format-texts';
import { formattedByGersemi } from '../../support/gersemi';
import { seedOf } from '../../support/random';
import { root } from '../../support/repository';
import { tempDir, writeFiles } from '../../support/temp-dir';

/*
 * Compares the formatter with the real gersemi on the files of the sample, on mutated files, and on all kinds of commands
 * with random arguments. The texts are always the same, so that only a change makes the test fail. Another seed tests
 * others.
 *   ITK_WRAPPING_FORMAT_TEXTS   the number of texts for each configuration (default 120)
 *   ITK_WRAPPING_FORMAT_SEED    the seed
 *   ITK_WRAPPING_FORMAT_SOURCE  a folder whose scripts are also used and mutated
 */
const COUNT = Number(process.env.ITK_WRAPPING_FORMAT_TEXTS ?? 120);
const SEED = seedOf('ITK_WRAPPING_FORMAT_SEED');
const SOURCE = process.env.ITK_WRAPPING_FORMAT_SOURCE;

const CONFIGURATIONS: Record<string, string> = {
  'ITK’s options':
    'indent: 2\nlist_expansion: favour-expansion\ndefinitions: [stubs]\nwarn_about_unknown_commands: false\n',
  'gersemi’s own options': 'definitions: [stubs]\n',
  'tabs and short lines':
    'indent: tabs\nline_length: 40\nlist_expansion: favour-expansion\ndefinitions: [stubs/own.cmake]\n',
  'one space and long lines': 'indent: 1\nline_length: 120\n',
};

const STUBS = {
  'stubs/own.cmake': `# Stubs, as ITK has them for its own commands.
set(top_list VALUES)
function(own_command name)
  set(options FLAG)
  set(one ONE)
  cmake_parse_arguments(PARSE_ARGV 1 arg "\${options}" "\${one}" "\${top_list};MORE")
endfunction()
macro(Own_Hints)
  # gersemi: hints { LINE: command_line, MANY_PAIRS: pairs }
  cmake_parse_arguments(arg "" "" "LINE;MANY_PAIRS" \${ARGN})
endmacro()
macro(a)
endmacro()
`,
  'stubs/more/CMakeLists.txt': `function(ignored_command x)
  # gersemi: ignore
endfunction()
if(TRUE)
  function(own_command other)
  endfunction()
endif()
`,
  'stubs/broken.cmake': 'function(itk_wrap_template\n',
};

describe(`the formatter, compared with gersemi (ITK_WRAPPING_FORMAT_SEED=${SEED})`, function () {
  this.timeout(60_000 + COUNT * 1000);
  const folder = tempDir();
  const scripts = [...scriptsUnder(path.join(root, 'sample')), ...(SOURCE ? scriptsUnder(SOURCE) : [])];

  for (const [n, [title, configuration]] of Object.entries(CONFIGURATIONS).entries())
    it(`lays out ${COUNT} texts and the sample in the same way with ${title}`, () => {
      const short = scripts.filter((text) => text.length < 15_000);
      const texts = formatTexts(short);
      const seed = SEED * 1000 + n;
      const wrong = compare([...scripts, ...fc.sample(texts, { seed, numRuns: COUNT })], configuration);
      // Starting gersemi takes most of its time, so it reads all texts at once. Only a text that differs is shrunk.
      if (wrong.length > 0 && wrong[0]! >= scripts.length)
        fc.assert(
          fc.property(texts, (text) => void compare([text], configuration, true)),
          { seed, path: `${wrong[0]! - scripts.length}` },
        );
      assert.deepEqual(wrong, [], 'numbers of the texts that differ');
    });

  /** The indices of the texts with another layout. With `strict`, throws an error for the first one. */
  function compare(texts: readonly string[], configuration: string, strict = false): number[] {
    const files = { '.gersemirc': configuration, ...STUBS };
    writeFiles(folder(), files);
    const options = formatOptionsFor(path.join(folder(), 'x.cmake'), new Disk())!;
    const expected = formattedByGersemi(texts, files);
    const found = texts.map((text) => formatText(text, options));
    const wrong = texts.flatMap((_, n) => (found[n] === expected[n] ? [] : [n]));
    for (const n of wrong.slice(0, 1)) {
      const said = `text ${n}:\n${texts[n]}`;
      if (strict || n < scripts.length) assert.equal(found[n], expected[n], said);
    }
    const changed = texts.filter((text, n) => expected[n] !== text).length;
    assert.ok(
      strict || changed > texts.length / 3,
      `gersemi changed ${changed} of ${texts.length} texts: this tests little`,
    );
    return wrong;
  }
});

function scriptsUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:wrap|cmake)$|^CMakeLists\.txt$/.test(entry.name))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
}
