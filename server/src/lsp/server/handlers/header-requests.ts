import { existsSync } from 'node:fs';
import path from 'node:path';
import { MAX_SOURCE_BYTES, readRegularFile } from '../../../host/read-regular-file';
import type {
  HeaderClassView,
  HeaderRequest,
  NewWrapRequest,
  NewWrapView,
  UnwrappedClassView,
} from '../../../shared/protocol';
import { classesInHeader } from '../../../wrapping/headers/header-classes';
import { newWrapText, placeOfNewWrap } from '../../../wrapping/index/new-wrap';
import { unwrappedClasses } from '../../../wrapping/index/unwrapped-classes';
import { formattedScript } from '../../features/formatting';
import { toPath, toUri } from '../../translate/to-protocol';
import type { ServerState } from '../server-state';

/** The classes that a header defines. */
export async function headerClasses(_: ServerState, { uri }: HeaderRequest): Promise<HeaderClassView[]> {
  return classesInHeader(await headerText(toPath(uri))).map(({ name, template, superclass, brief }) => ({
    name,
    template,
    superclass,
    brief,
  }));
}

async function headerText(file: string): Promise<string> {
  return (await readRegularFile(file, MAX_SOURCE_BYTES)).toString('utf8');
}

/** The classes of modules that no `.wrap` file wraps. */
export async function unwrapped({ liveIndex, evaluation }: ServerState): Promise<UnwrappedClassView[]> {
  await liveIndex.ready;
  return unwrappedClasses(liveIndex.current, evaluation.enabled()).map(
    ({ name, template, superclass, brief, file, module }) => ({
      ...{ name, template, superclass, brief, module },
      header: toUri(file),
    }),
  );
}

/** The content of a new `.wrap` for a class, formatted as the project's configuration says, and the place for it. */
export async function newWrap(
  { liveIndex, parser, files }: ServerState,
  { header, className, types }: NewWrapRequest,
): Promise<NewWrapView> {
  const headerFile = toPath(header);
  const found = classesInHeader(await headerText(headerFile)).find(({ name }) => name === className);
  const place = placeOfNewWrap(headerFile, className);
  const text = newWrapText({
    className,
    template: found?.template ?? null,
    superclass: found?.superclass ?? null,
    types,
  });
  const type = path.basename(place.file, '.wrap');
  const named = liveIndex.current.occurrencesOf('class', className).map(({ file }) => file);
  const wrappedIn = new Set(
    [...liveIndex.current.wrapsOf(type), ...named].filter(
      (file) => file.endsWith('.wrap') && file !== place.file,
    ),
  );
  return {
    uri: toUri(place.file),
    exists: existsSync(place.file),
    text: formattedScript(place.file, text, parser, files),
    module: place.module,
    wrappedIn: [...wrappedIn].map(toUri),
  };
}
