import * as l10n from '@vscode/l10n';
import { sentences } from '../../../../shared/l10n/sentences';
import { didYouMean, nearMisses } from '../../../../shared/near-miss';
import type { Finding } from '../../diagnostic';
import { moduleCommand } from '../../findings/order-variables';
import type { Rule } from '../../rule';

export const unknownDependency: Rule = {
  code: 'unknown-dependency',
  defaultSeverity: 'error',
  summary: 'The module depends on a module that does not exist, with a name like that of another one.',
  documentation:
    'It is reported at the `itk_wrap_module()` of the module, and names the line of the itk-module.cmake. CMake stops. A name that resembles no other may be a module that is downloaded later, so it is not reported.',
  repair: 'the similar name, in the itk-module.cmake.',
  scripts: 'lists',
  severalPerLine: true,

  onScript(context) {
    const { file, index } = context;
    const command = moduleCommand(context);
    const name = index.moduleOf(file);
    const module = name === null ? undefined : index.moduleNamed(name);
    const facts = module && index.factsOf(module.file);
    // Without the modules of ITK, every name is unknown.
    if (!command || !facts || index.moduleNamed('ITKCommon') === undefined) return [];
    return facts.occurrences.flatMap(({ kind, role, name: needed, range }): Finding[] => {
      if (kind !== 'module' || role !== 'read' || !module.dependencies.includes(needed)) return [];
      if (index.moduleNamed(needed) || needed.includes('${')) return [];
      const near = nearMisses(needed, index.moduleNames());
      if (near.length === 0) return [];
      const fixes = near.map((other) => ({
        title: l10n.t('Change to {0}', other),
        edits: [{ range, newText: other, file: module.file }],
      }));
      return [
        {
          message: sentences(
            l10n.t('{0} depends on {1}, which does not exist.', module.name, needed),
            l10n.t('CMake stops.'),
            didYouMean(near),
          ),
          location: { file, range: command.range },
          related: [{ location: { file: module.file, range }, message: l10n.t('the dependency') }],
          fixes,
        },
      ];
    });
  },
};
