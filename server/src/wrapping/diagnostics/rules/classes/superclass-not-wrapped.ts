import * as l10n from '@vscode/l10n';
import { innerRange } from '../../../../cmake/syntax/visit';
import { commands } from '../../../../shared/protocol';
import type { WrappedClass } from '../../../index/wrapped-classes';
import type { EditFix } from '../../diagnostic';
import type { Rule } from '../../rule';
import { swig401 } from '../../findings/swig-401';
import { unwrappedSuperclasses } from '../../findings/superclasses';
import { sentences } from '../../../../shared/l10n/sentences';

export const superclassNotWrapped: Rule = {
  code: 'superclass-not-wrapped',
  defaultSeverity: 'warning',
  summary: 'Nothing wraps the superclass of this class.',
  documentation:
    'SWIG’s warning 401, “Nothing known about base class”, stops the build. Once the wrapping is evaluated, only what the options of the build enable counts, along with what the ITK behind `ITK_DIR` wraps. If a variable gives the wrap method, it is assumed to wrap the superclass too.',
  repair: 'POINTER_WITH_SUPERCLASS, or a new `.wrap` for the superclass.',
  scripts: 'wrap',

  onScript: (context) =>
    unwrappedSuperclasses(context).flatMap((unwrapped) => {
      if (unwrapped.reason === 'outside-dependencies') return [];
      const { wrapped, superclass, header, related, reason } = unwrapped;
      const newWrap = {
        title: l10n.t('Wrap {0} in a .wrap of its own …', superclass),
        command: commands.newWrap,
        args: [],
        file: header,
      };
      return [
        {
          message: sentences(
            reason === 'not-enabled'
              ? l10n.t(
                  'No enabled .wrap file wraps {0}, the superclass of {1}.',
                  superclass,
                  wrapped.className,
                )
              : l10n.t('No .wrap file wraps {0}, the superclass of {1}.', superclass, wrapped.className),
            swig401(),
          ),
          location: { file: context.file, range: wrapped.nameRange },
          related,
          fixes: [...wrapSuperclass(wrapped), ...(reason === 'not-wrapped' ? [newWrap] : [])],
        },
      ];
    }),
};

function wrapSuperclass({ command }: WrappedClass): EditFix[] {
  const pointer = command.args.find(({ kind, text }) => kind === 'unquoted' && text === 'POINTER');
  if (!pointer) return [];
  return [
    {
      title: l10n.t('Wrap the superclass too: POINTER_WITH_SUPERCLASS'),
      edits: [{ range: innerRange(pointer), newText: 'POINTER_WITH_SUPERCLASS' }],
    },
  ];
}
