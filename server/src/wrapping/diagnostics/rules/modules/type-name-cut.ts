import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { fromByteString } from '../../../../cmake/values/byte-string';
import type { Finding } from '../../diagnostic';
import type { Rule } from '../../rule';

export const typeNameCut: Rule = {
  code: 'type-name-cut',
  defaultSeverity: 'warning',
  summary: 'The name of the .wrap file has two dots, and CMake cuts it at the first.',
  documentation: '',
  scripts: 'wrap',

  onScript: ({ file }) => check(file),

  onEvaluation({ record, evaluation }) {
    if (record !== null) return [];
    return [...evaluation.modules.values()].flatMap(({ dir }) =>
      evaluation.interpreter.files
        .list(dir)
        .filter((name) => name.endsWith('.wrap'))
        .flatMap((name) => check(path.join(fromByteString(dir), fromByteString(name)))),
    );
  },
};

function check(file: string): Finding[] {
  const name = path.basename(file);
  const [first = '', ...others] = name.split('.');
  if (others.length < 2) return [];
  const start = { line: 0, character: 0 };
  return [
    {
      message: l10n.t('CMake cuts the name {0} at its first dot and looks for {1}.wrap.', name, first),
      location: { file, range: { start, end: start } },
    },
  ];
}
