import * as l10n from '@vscode/l10n';
import { innerRange } from '../../../../cmake/syntax/visit';
import { sentences } from '../../../../shared/l10n/sentences';
import { startOf } from '../../../index/workspace-index';
import { changeTo } from '../../fixes';
import { moduleCommand } from '../../findings/order-variables';
import type { Rule } from '../../rule';

export const wrongModuleName: Rule = {
  code: 'wrong-module-name',
  defaultSeverity: 'error',
  summary: 'itk_wrap_module() names another module than the itk-module.cmake above.',
  documentation: 'CMake stops because it finds no library of the module, or wraps the files for another one.',
  repair: 'the name of the module.',
  scripts: 'lists',

  onScript(context) {
    const { file, index } = context;
    const [argument] = moduleCommand(context)?.args ?? [];
    const module = index.moduleOf(file);
    const facts = module === null ? undefined : index.moduleNamed(module);
    if (!argument || !facts || argument.text === facts.name) return [];
    // A name that a variable holds is known to CMake alone.
    if (/\$\{/.test(argument.text + facts.name)) return [];
    const range = innerRange(argument);
    return [
      {
        message: sentences(
          l10n.t('The module of this folder is {0}, not {1}.', facts.name, argument.text),
          l10n.t(
            'CMake stops because it finds no library of the module, or wraps the files for another one.',
          ),
        ),
        location: { file, range },
        related: [{ location: startOf(facts.file), message: l10n.t('the module {0}', facts.name) }],
        fixes: [changeTo(facts.name, range)],
      },
    ];
  },
};
