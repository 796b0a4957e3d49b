import path from 'node:path';
import type { Hover, MarkupContent } from 'vscode-languageserver';
import type { Pipeline } from '../../../pipeline/pipeline';
import { textOrNull } from '../../../host/read-regular-file';
import type { Position } from '../../../shared/text-range';
import { occurrenceAt } from '../../../wrapping/index/script-facts';
import { toPath } from '../../translate/to-protocol';
import type { FileContext } from '../../session/file-context';
import { hoverInCxx, hoverInWrap } from './type-hover';
import type { HoverFormat } from './hover-format';
import { hoverInclude, hoverInInc, hoverInIndex } from './hover-inputs';
import { inputsDisk as disk } from '../../session/inputs-disk';
import { hoverOfName } from './hover-names';
import type { LiveIndex } from '../../session/live-index';

/** The hover in any file that the server knows: a script, or a file that a build generates. */
export async function hoverAt(
  uri: string,
  position: Position,
  liveIndex: LiveIndex,
  pipeline: Pipeline | undefined,
  format: HoverFormat,
): Promise<Hover | null> {
  const context = await liveIndex.context(uri);
  if (context) return hoverInScript(context, position, format);
  const file = toPath(uri);
  const text = liveIndex.text(uri);
  if (text === null) return null;
  if (file.endsWith('.inc')) return hoverInInc(text, cwdOf(file, pipeline), position, disk);
  if (file.endsWith('.index.txt')) return hoverInIndex(text, file, position, disk);
  const type = pipeline?.typeOfFile(file);
  const alias = hoverInCxx(position.line, { type, module: type && pipeline?.module(type.module) }, format);
  if (alias || !type) return alias;
  const inc = (await textOrNull(type.inc)) ?? '';
  const line = text.split('\n')[position.line] ?? '';
  return hoverInclude(line, position, { text: inc, cwd: cwdOf(type.inc, pipeline) }, disk);
}

/** The state for a class and what it wraps, the meaning for any other name, and both for a macro of a class. */
function hoverInScript(context: FileContext, position: Position, format: HoverFormat): Hover | null {
  const { script, facts, type, module, file, evaluation, costs } = context;
  const name = hoverOfName(context, position, format);
  if (!file.endsWith('.wrap')) return name;
  const occurrence = occurrenceAt(facts, position);
  const aboutClass =
    occurrence?.kind === 'class' ||
    (occurrence?.kind === 'command' && /^itk_(?:end_)?wrap_/.test(occurrence.name));
  if (name && !aboutClass) return name;
  const known = { type, module, costs, generated: evaluation?.generatedBy(file) };
  const state = hoverInWrap(script, position, known, format);
  if (!state) return name;
  if (!name) return state;
  const value = `${(state.contents as MarkupContent).value}\n\n---\n\n${(name.contents as MarkupContent).value}`;
  return { contents: { kind: 'markdown', value }, range: name.range };
}

/** CastXML runs in the build directory, so relative folders are relative to that. */
function cwdOf(file: string, pipeline: Pipeline | undefined): string {
  return pipeline?.build.dir ?? path.dirname(file);
}
