import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { visitCommands } from '../../../../cmake/syntax/visit';
import { fromByteString } from '../../../../cmake/values/byte-string';
import type { Finding } from '../../diagnostic';
import type { Rule } from '../../rule';
import { moduleCommand } from '../../findings/order-variables';
import { sentences } from '../../../../shared/l10n/sentences';

export const noWrapFiles: Rule = {
  code: 'no-wrap-files',
  defaultSeverity: 'warning',
  summary: 'The wrapping folder of this module has no .wrap file.',
  documentation: 'Nothing is wrapped, and pyi_generator.py fails later because it finds no index files.',
  scripts: 'lists',

  onScript(context) {
    const { file, script, index } = context;
    const dir = path.dirname(file);
    const module = moduleCommand(context);
    const loads = [...visitCommands(script.statements)].some(({ command }) =>
      /^itk_auto_load_(?:and_end_wrap_)?submodules$/i.test(command.name),
    );
    if (!module || !loads || !index.hasScanned(file)) return [];
    const hasWraps = [...index.allWraps()].some(([, wraps]) =>
      wraps.some((wrap) => path.dirname(wrap) === dir),
    );
    if (hasWraps) return [];
    const name = index.moduleOf(file) ?? module.args[0]?.text ?? '';
    return [{ message: message(name), location: { file, range: module.range } }];
  },

  onEvaluation({ record, evaluation }) {
    if (record !== null || evaluation.stopAt !== null) return [];
    return [...evaluation.modules.values()].flatMap(({ name, dir, types, begin }): Finding[] => {
      if (types.length > 0 || begin === null) return [];
      if (evaluation.interpreter.files.list(dir).some((file) => file.endsWith('.wrap'))) return [];
      const location = { file: fromByteString(begin.file), range: begin.range };
      return [{ message: message(fromByteString(name)), location }];
    });
  },
};

const message = (module: string): string =>
  sentences(
    module === ''
      ? l10n.t('This module has no .wrap file in this folder, so nothing is wrapped.')
      : l10n.t('{0} has no .wrap file in this folder, so nothing is wrapped.', module),
    l10n.t('pyi_generator.py fails later because it finds no index files.'),
    l10n.t('Add a .wrap file, or remove the wrapping folder.'),
  );
