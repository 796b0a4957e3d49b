import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Command } from '../../../../cmake/syntax/ast';
import { visitCommands } from '../../../../cmake/syntax/visit';
import { sentences } from '../../../../shared/l10n/sentences';
import type { EditFix } from '../../diagnostic';
import type { Rule } from '../../rule';
import { typesInFolder } from '../../findings/order-types';

export const moduleNotWrapped: Rule = {
  code: 'module-not-wrapped',
  defaultSeverity: 'warning',
  summary: 'One of the three commands that wrap the .wrap files of a folder is missing.',
  documentation:
    '`itk_wrap_module()` begins a module, `itk_auto_load_submodules()` reads its .wrap files, and `itk_end_wrap_module()` generates what castxml, igenerator and SWIG need. If one of them is missing, CMake reports nothing, and nothing is wrapped. Not reported if other commands might read the files, such as `include()`.',
  repair: 'the missing command.',
  scripts: 'lists',

  onScript(context) {
    const { file, script, index } = context;
    const commands = [...visitCommands(script.statements)].map(({ command }) => command);
    if (typesInFolder(context).length === 0 || !commands.every(({ name }) => KNOWN.test(name))) return [];
    const missing = PARTS.find(({ isIt }) => !commands.some(({ name }) => isIt.test(name)));
    // A file without any of them is for something else.
    const found = commands.find(({ name }) => PARTS.some(({ isIt }) => isIt.test(name)));
    if (!missing || !found) return [];
    const module = index.moduleOf(file) ?? path.basename(path.dirname(path.dirname(file)));
    const text = missing.command(module);
    return [
      {
        message: sentences(
          l10n.t('{0} is missing, so nothing of {1} is wrapped.', text, module),
          l10n.t('CMake does not report it.'),
        ),
        location: { file, range: found.range },
        fixes: [add(text, commands, missing.before(commands))],
      },
    ];
  },
};

interface Part {
  isIt: RegExp;
  command: (module: string) => string;
  /** The command that it must precede. Undefined: it comes last. */
  before: (commands: readonly Command[]) => Command | undefined;
}

const END = /^itk_(?:end_wrap_module|auto_load_and_end_wrap_submodules)$/i;
const PARTS: readonly Part[] = [
  {
    isIt: /^itk_wrap_module$/i,
    command: (module) => `itk_wrap_module(${module})`,
    before: ([first]) => first,
  },
  {
    isIt: /^itk_(?:auto_load_(?:and_end_wrap_)?submodules|load_submodule)$/i,
    command: () => 'itk_auto_load_submodules()',
    before: (commands) => commands.find(({ name }) => END.test(name)),
  },
  { isIt: END, command: () => 'itk_end_wrap_module()', before: () => undefined },
];
/** These read no .wrap file by themselves. */
const KNOWN =
  /^(?:itk_wrap_module|itk_auto_load_(?:and_end_wrap_)?submodules|itk_load_submodule|itk_end_wrap_module|set|unset|list|string|message|if|elseif|else|endif)$/i;

/** Adds a line in front of a command, or after the last one. */
function add(text: string, commands: readonly Command[], before: Command | undefined): EditFix {
  const title = l10n.t('Add {0}', text);
  const at = before?.range.start ?? commands.at(-1)!.range.end;
  return {
    title,
    edits: [{ range: { start: at, end: at }, newText: before ? `${text}\n` : `\n${text}` }],
  };
}
