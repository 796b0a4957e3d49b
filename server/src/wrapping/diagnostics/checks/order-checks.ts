import path from 'node:path';
import type { Command } from '../../../cmake/syntax/ast';
import { contains, visitCommands } from '../../../cmake/syntax/visit';
import { ORDER_MISSPELT, ORDER_VARIABLE, typeNameOfWrap } from '../../index/script-facts';
import { noWrapFiles } from '../evaluation-diagnostics';
import { wholeLine } from './class-checks';
import type { CheckContext, Finding } from './finding';
import { nearMisses } from './near-miss';

/** A module that has a wrapping folder without a `.wrap` file in it. */
export function checkWrapFiles({ file, script, index }: CheckContext): Finding[] {
  const dir = path.dirname(file);
  if (path.basename(dir) !== 'wrapping' || path.basename(file) !== 'CMakeLists.txt') return [];
  const commands = [...visitCommands(script.statements)].map(({ command }) => command);
  const module = commands.find(({ name }) => name.toLowerCase() === 'itk_wrap_module');
  const loads = commands.some(({ name }) => /^itk_auto_load_(?:and_end_wrap_)?submodules$/i.test(name));
  if (!module || !loads || !index.hasScanned(file)) return [];
  for (const [, wraps] of index.allWraps()) if (wraps.some((wrap) => path.dirname(wrap) === dir)) return [];
  const name = index.moduleOf(file) ?? module.args[0]?.text ?? 'This module';
  return [{ code: 'no-wrap-files', message: noWrapFiles(name), range: module.range }];
}

/** The order of types in a module's wrapping/CMakeLists.txt: its name, its place, and the types that it lists. */
export function checkOrder(context: CheckContext): Finding[] {
  const { file, script, facts } = context;
  if (path.basename(file) !== 'CMakeLists.txt') return [];
  const commands = [...visitCommands(script.statements)].map(({ command }) => command);
  const module = commands.find(({ name }) => name.toLowerCase() === 'itk_wrap_module');
  const findings: Finding[] = [];
  for (const command of commands) {
    const variable = orderVariable(command);
    if (!variable) continue;
    if (variable.text === ORDER_MISSPELT)
      findings.push({
        code: 'misspelt-order',
        message: `${ORDER_MISSPELT} is ignored: the variable is ${ORDER_VARIABLE}.`,
        range: variable.range,
        fixes: [
          {
            title: `Change to ${ORDER_VARIABLE}`,
            edits: [{ range: variable.range, newText: ORDER_VARIABLE }],
          },
        ],
      });
    if (module && command.range.start.line < module.range.start.line)
      findings.push(beforeModule(context, command, module));
    const types = facts.occurrences.filter(
      ({ kind, range }) => kind === 'type' && contains(command.range, range.start),
    );
    findings.push(...checkListed(context, types));
  }
  return findings;
}

function orderVariable({ name, args }: Command) {
  const variable = /^set$/i.test(name) ? args[0] : /^list$/i.test(name) ? args[1] : undefined;
  return variable && (variable.text === ORDER_VARIABLE || variable.text === ORDER_MISSPELT) ? variable : null;
}

function beforeModule({ file }: CheckContext, command: Command, module: Command): Finding {
  const end = module.range.end;
  return {
    code: 'order-before-module',
    message: `itk_wrap_module() clears ${ORDER_VARIABLE}: what is set before it is ignored. Set it after.`,
    range: command.range,
    related: [{ location: { file, range: module.range }, message: 'cleared here' }],
    fixes: [
      {
        title: 'Move it after itk_wrap_module()',
        edits: [
          { range: wholeLine(command.range), newText: '' },
          { range: { start: end, end }, newText: `\n${sourceOf(command)}` },
        ],
      },
    ],
  };
}

function sourceOf({ args }: Command): string {
  const [variable, ...types] = args.map(({ text }) => text);
  if (variable === 'APPEND') return `list(APPEND ${types.join(' ')})`;
  return [`set(`, ORDER_VARIABLE, ...types].join('\n  ') + '\n)';
}

function checkListed(
  { file, index }: CheckContext,
  types: { name: string; range: Finding['range'] }[],
): Finding[] {
  const dir = path.dirname(file);
  const inFolder = [...index.allWraps()].flatMap(([, files]) =>
    files.filter((wrap) => path.dirname(wrap) === dir).map(typeNameOfWrap),
  );
  // A folder of which nothing is read yet cannot be judged.
  if (inFolder.length === 0) return [];
  const seen = new Set<string>();
  return types.flatMap(({ name, range }): Finding[] => {
    if (name.includes('$')) return [];
    if (seen.has(name))
      return [
        {
          code: 'type-listed-twice',
          message: `${name} is listed twice.`,
          range,
          fixes: [{ title: `Remove ${name}`, edits: [{ range, newText: '' }] }],
        },
      ];
    seen.add(name);
    if (inFolder.includes(name)) return [];
    const near = nearMisses(name, inFolder);
    return [
      {
        code: 'type-without-file',
        message: `There is no ${name}.wrap in this folder: CMake reports an error.${near.length > 0 ? ` Did you mean ${near[0]}?` : ''}`,
        range,
        fixes: [
          ...near.map((other) => ({ title: `Change to ${other}`, edits: [{ range, newText: other }] })),
          { title: `Remove ${name} from the order`, edits: [{ range, newText: '' }] },
        ],
      },
    ];
  });
}
