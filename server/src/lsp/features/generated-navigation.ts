import path from 'node:path';
import type { DocumentLink, Location, LocationLink } from 'vscode-languageserver';
import type { Pipeline } from '../../pipeline/pipeline';
import type { TypeState } from '../../shared/type-state';
import { textOrNull } from '../../host/read-regular-file';
import type { Location as FileLocation, Position, Range } from '../../shared/text-range';
import { definitionOfClass } from '../../wrapping/index/variable-kind';
import { startOf } from '../../wrapping/index/workspace-index';
import { toPath, toUri } from '../translate/to-protocol';
import { filesOfInclude, includeIn } from './hover/hover-inputs';
import { inputsDisk } from '../session/inputs-disk';
import type { LiveIndex } from '../session/live-index';
import { placeOfMessage } from '../session/last-runs';

/** What navigation needs in files that are not scripts. */
export interface GeneratedContext {
  liveIndex: LiveIndex;
  pipeline: Pipeline | undefined;
}

/**
 * Leads from a file that the build generates for a type (`.cxx`, `.castxml.inc`, `.i`, `.idx`, `SwigInterface.h`,
 * `index.txt`) back to its source. An alias leads to the line of the `.wrap` that made it and to its class. An `#include`
 * leads to the header.
 */
export async function definitionInGenerated(
  uri: string,
  position: Position,
  context: GeneratedContext,
): Promise<LocationLink[]> {
  const file = toPath(uri);
  const type = typeOfGenerated(file, context.pipeline);
  if (!type) return [];
  const line = (context.liveIndex.text(uri) ?? '').split(/\r?\n/)[position.line] ?? '';
  const include = includeIn(line, position.line);
  if (include && file === type.cxx) {
    const header = await headerOf(include.name, type, context);
    return header === null ? [] : [linkTo(startOf(header), include.range)];
  }
  const word = wordAt(line, position);
  const ofLine = type.instantiations.find((one) => file === type.cxx && one.line === position.line);
  const alias = aliasNamed(type, word?.text ?? '') ?? (ofLine ? aliasNamed(type, ofLine.name) : null);
  if (!type.wrap) return [];
  if (!word || !alias) return [linkTo(startOf(type.wrap), undefined)];
  const made = await madeBy(type.wrap, alias, context);
  return [made, ...definitionOfClass(context.liveIndex.current, alias.className)].map((place) =>
    linkTo(place, word.range),
  );
}

/** Links to the headers that a generated `.cxx` includes. */
export async function linksInGenerated(uri: string, context: GeneratedContext): Promise<DocumentLink[]> {
  const type = context.pipeline?.typeOfFile(toPath(uri));
  if (!type || toPath(uri) !== type.cxx) return [];
  const lines = (context.liveIndex.text(uri) ?? '').split('\n');
  const links = await Promise.all(
    lines.map(async (text, line): Promise<DocumentLink[]> => {
      const include = includeIn(text, line);
      const header = include && (await headerOf(include.name, type, context));
      return include && header ? [{ range: include.range, target: toUri(header) }] : [];
    }),
  );
  return links.flat();
}

/**
 * Leads from a C++ header to the `.wrap` files that wrap the class at a position. At any other position, all classes of the
 * header count.
 */
export function wrapsOfHeader(
  uri: string,
  position: Position,
  { liveIndex }: Pick<GeneratedContext, 'liveIndex'>,
): Location[] {
  const { current: index } = liveIndex;
  const file = toPath(uri);
  const classes = [...index.allClasses()].filter((one) => one.file === file);
  if (classes.length === 0) return [];
  const line = (liveIndex.text(uri) ?? '').split(/\r?\n/)[position.line] ?? '';
  const word = wordAt(line, position)?.text;
  const named = classes.filter(({ name }) => word !== undefined && name.split('::').at(-1) === word);
  return (named.length > 0 ? named : classes).flatMap(({ name }) =>
    index
      .occurrencesOf('class', name)
      .map(({ file: wrap, occurrence: { range } }) => ({ uri: toUri(wrap), range })),
  );
}

/** The type that a generated file belongs to, according to its folder and name. */
function typeOfGenerated(file: string, pipeline: Pipeline | undefined): TypeState | undefined {
  const own = pipeline?.typeOfFile(file);
  if (own || !pipeline) return own;
  const { typedefs, pkl, inputs } = pipeline.build.layout;
  if (![typedefs, pkl, inputs].includes(path.dirname(file))) return undefined;
  const name = /^(\w+?)(?:\.i|\.idx|SwigInterface\.h(?:\.in)?|\.index\.txt)$/.exec(path.basename(file))?.[1];
  return name === undefined ? undefined : pipeline.type(name);
}

/** The alias of this name. A companion such as `itkFooF2_Pointer` leads to its main alias. */
function aliasNamed({ instantiations }: TypeState, word: string): TypeState['instantiations'][number] | null {
  const found = instantiations.find(({ name }) => name === word);
  const of = found?.companionOf;
  return (of === undefined ? found : instantiations.find(({ name }) => name === of)) ?? null;
}

async function madeBy(
  wrap: string,
  { name, className }: TypeState['instantiations'][number],
  { liveIndex }: GeneratedContext,
): Promise<FileLocation> {
  const context = await liveIndex.context(toUri(wrap));
  if (!context) return startOf(wrap);
  return { file: wrap, range: placeOfMessage({ alias: name, className }, context, context.evaluation) };
}

async function headerOf(name: string, type: TypeState, context: GeneratedContext): Promise<string | null> {
  const text = (await textOrNull(type.inc)) ?? '';
  const cwd = context.pipeline?.build.dir ?? path.dirname(type.inc);
  return (await filesOfInclude(name, { text, cwd }, inputsDisk)).files[0] ?? null;
}

function wordAt(line: string, { line: number, character }: Position): { text: string; range: Range } | null {
  for (const { 0: text, index } of line.matchAll(/\w+/g))
    if (index <= character && character <= index + text.length) {
      const start = { line: number, character: index };
      return { text, range: { start, end: { line: number, character: index + text.length } } };
    }
  return null;
}

const linkTo = ({ file, range }: FileLocation, originSelectionRange: Range | undefined): LocationLink => ({
  ...(originSelectionRange && { originSelectionRange }),
  targetUri: toUri(file),
  targetRange: range,
  targetSelectionRange: range,
});
