import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Disk } from '../../../server/src/host/disk';
import { formatOptionsFor } from '../../../server/src/cmake/format/configuration';
import { formatText } from '../../../server/src/cmake/format/format';
import { mutated, randomCommands } from '../../support/format-texts';
import { formattedByGersemi } from '../../support/gersemi';
import { randomNumbers } from '../../support/random';
import { root } from '../../support/repository';
import { tempDir, writeFiles } from '../../support/temp-dir';

/*
 * The formatter beside the real gersemi: the files of the sample, spoilt ones, and commands of all kinds with random arguments.
 * The same ones each time, so that a change is what makes the test fail; another seed looks further.
 *   ITK_WRAPPING_FORMAT_TEXTS   how many with each configuration (default 120)
 *   ITK_WRAPPING_FORMAT_SEED    where to begin
 *   ITK_WRAPPING_FORMAT_SOURCE  a folder whose scripts are used, and spoilt, too
 */
const COUNT = Number(process.env.ITK_WRAPPING_FORMAT_TEXTS ?? 120);
const SEED = Number(process.env.ITK_WRAPPING_FORMAT_SEED ?? 1);
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

describe(`the formatter beside gersemi (ITK_WRAPPING_FORMAT_SEED=${SEED})`, function () {
  this.timeout(60_000 + COUNT * 1000);
  const folder = tempDir();
  const scripts = [...scriptsUnder(path.join(root, 'sample')), ...(SOURCE ? scriptsUnder(SOURCE) : [])];

  for (const [n, [title, configuration]] of Object.entries(CONFIGURATIONS).entries())
    it(`makes the same of ${COUNT} texts and of the sample with ${title}`, () => {
      const random = randomNumbers(SEED * 1000 + n);
      const short = scripts.filter((text) => text.length < 15_000);
      const spoilt = Array.from({ length: COUNT }, (_, i) =>
        i % 2 === 0 ? randomCommands(random) : mutated(short[random(short.length)]!, random),
      );
      compare([...scripts, ...spoilt], configuration);
    });

  function compare(texts: readonly string[], configuration: string): void {
    const files = { '.gersemirc': configuration, ...STUBS };
    writeFiles(folder(), files);
    const options = formatOptionsFor(path.join(folder(), 'x.cmake'), new Disk())!;
    const expected = formattedByGersemi(texts, files);
    let changed = 0;
    for (const [n, text] of texts.entries()) {
      assert.equal(formatText(text, options), expected[n], `text ${n}:\n${text}`);
      if (expected[n] !== text) changed++;
    }
    assert.ok(
      changed > texts.length / 3,
      `gersemi changed ${changed} of ${texts.length} texts: this tests little`,
    );
  }
});

function scriptsUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:wrap|cmake)$|^CMakeLists\.txt$/.test(entry.name))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
}
