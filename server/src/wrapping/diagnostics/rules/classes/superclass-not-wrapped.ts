import * as l10n from '@vscode/l10n';
import { innerRange } from '../../../../cmake/syntax/visit';
import { commands } from '../../../../shared/protocol';
import type { WrappedClass } from '../../../index/wrapped-classes';
import type { EditFix, Finding } from '../../diagnostic';
import type { Rule, ScriptContext } from '../../rule';
import {
  type MissingInstantiation,
  missingInstantiations,
} from '../../findings/instantiations/superclass-instantiations';
import { readable } from '../../../index/type-names';
import { findWhatWraps } from '../../fixes';
import { swig401 } from '../../findings/swig-401';
import { unwrappedSuperclasses } from '../../findings/superclasses';
import { sentences } from '../../../../shared/l10n/sentences';

export const superclassNotWrapped: Rule = {
  code: 'superclass-not-wrapped',
  defaultSeverity: 'warning',
  summary: 'Nothing wraps the superclass of this class.',
  documentation:
    'SWIG’s warning 401, “Nothing known about base class”, stops the build. Once the wrapping is evaluated, only what the options of the build enable counts, along with what the ITK behind `ITK_DIR` wraps. The superclass of each instantiation is then read from the headers, and must be wrapped with exactly these template arguments. What the headers do not decide is not reported. If a variable gives the wrap method, it is assumed to wrap the superclass too.',
  repair: 'POINTER_WITH_SUPERCLASS (or POINTER_WITH_2_SUPERCLASSES), or a new `.wrap` for the superclass.',
  scripts: 'wrap',

  onScript: (context) => [
    ...unwrappedSuperclasses(context).flatMap((unwrapped) => {
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
    ...missingInstantiations(context)
      .filter(({ elsewhere }) => elsewhere.length === 0)
      .map((missing) => missingInstantiation(context, missing)),
  ],
};

function missingInstantiation(
  { file, index }: ScriptContext,
  { range, wrapped, cppType, superclass, hasOthers }: MissingInstantiation,
): Finding {
  const { className } = superclass;
  return {
    message: sentences(
      l10n.t(
        'No enabled .wrap file wraps {0}, the superclass of {1}.',
        readable(superclass.text),
        readable(cppType),
      ),
      ...(hasOthers ? [l10n.t('{0} is wrapped, but only with other template arguments.', className)] : []),
      swig401(),
    ),
    location: { file, range },
    related: index.occurrencesOf('class', className).map((place) => ({
      location: { file: place.file, range: place.occurrence.range },
      message: l10n.t('{0} is wrapped here', className),
    })),
    fixes: [...(wrapped ? wrapSuperclass(wrapped) : []), findWhatWraps(readable(superclass.text))],
  };
}

/** Wraps one superclass more than now. */
function wrapSuperclass({ command }: WrappedClass): EditFix[] {
  const method = command.args.find(({ kind, text }) => kind === 'unquoted' && text in ONE_MORE);
  if (!method) return [];
  const newText = ONE_MORE[method.text]!;
  return [
    {
      title: l10n.t('Wrap the superclass too: {0}', newText),
      edits: [{ range: innerRange(method), newText }],
    },
  ];
}

const ONE_MORE: Readonly<Record<string, string>> = {
  POINTER: 'POINTER_WITH_SUPERCLASS',
  POINTER_WITH_SUPERCLASS: 'POINTER_WITH_2_SUPERCLASSES',
};
