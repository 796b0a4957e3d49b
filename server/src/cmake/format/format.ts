import { CONDITION_COMMANDS } from './conditions';
import { layOutCommand } from './format-layout';
import type { FormatOptions } from './options';
import { readElements } from './read';
import { sameContent } from './same-content';
import { knownSignature } from './signatures/signatures';
import { indentLines } from './text';
import type { CommandElement, Element } from './tree';
import { layOutUnknown } from './custom-command';

/**
 * Lays out a CMake script or `.wrap` file as gersemi 0.19.3 does, byte for byte. Returns the text unchanged if it is not
 * plain CMake, or if the result would have other commands, arguments or comments.
 */
export function formatText(text: string, options: FormatOptions): string {
  // CMake treats a carriage return without a newline as a blank. gersemi treats it as the end of a line.
  if (/\r(?!\n)/.test(text)) return text;
  const plain = text.replaceAll('\r\n', '\n');
  const elements = readElements(plain);
  if (!elements) return text;
  const formatted = layOut(elements, options);
  const again = readElements(formatted);
  if (!again || !sameContent(elements, again)) return text;
  return text.includes('\r\n') ? formatted.replaceAll('\n', '\r\n') : formatted;
}

function layOut(elements: readonly Element[], options: FormatOptions): string {
  const parts: string[] = [];
  for (const element of elements) {
    if (parts.length > 0) parts.push(element.afterBlankLine ? '\n\n' : '\n');
    parts.push(layOutElement(element, options));
  }
  return `${parts.join('')}\n`;
}

function layOutElement(element: Element, options: FormatOptions): string {
  const indent = (options.indent === 'tabs' ? '\t' : ' '.repeat(options.indent)).repeat(element.depth);
  switch (element.kind) {
    case 'verbatim':
      return `${indent}# gersemi: off${element.body}${indent}# gersemi: on`;
    case 'comments':
      return element.comments
        .map(({ kind, text }) =>
          kind === 'lineComment' ? indentLines(`#${text}`, indent) : `${indent}#${text}`,
        )
        .join(' ');
    case 'command': {
      const command = layOutOne(element, indent, options);
      return element.comment ? `${command} #${element.comment.text}` : command;
    }
  }
}

function layOutOne(command: CommandElement, indent: string, options: FormatOptions): string {
  const { args, content, depth } = command;
  const name = command.name.toLowerCase();
  const own = options.definitions.get(name);
  if (!own && CONDITION_COMMANDS.has(name)) return layOutCommand(name, null, args, depth, options);
  const signature = own ?? knownSignature(name);
  if (signature) return layOutCommand(signature.name, signature, args, depth, options);
  return layOutUnknown(name, content, command.indentation, indent, options);
}
