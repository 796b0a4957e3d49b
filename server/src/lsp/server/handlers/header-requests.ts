import { existsSync } from 'node:fs';
import { MAX_SOURCE_BYTES, readRegularFile } from '../../../host/read-regular-file';
import type { HeaderClassView, HeaderRequest, NewWrapRequest, NewWrapView } from '../../../shared/protocol';
import { classesInHeader } from '../../../wrapping/headers/header-classes';
import { newWrapText, placeOfNewWrap } from '../../../wrapping/index/new-wrap';
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

/** The content of a new `.wrap` for a class, and the place for it. */
export async function newWrap(
  _: ServerState,
  { header, className, types }: NewWrapRequest,
): Promise<NewWrapView> {
  const headerFile = toPath(header);
  const found = classesInHeader(await headerText(headerFile)).find(({ name }) => name === className);
  const place = placeOfNewWrap(headerFile, className);
  return {
    uri: toUri(place.file),
    exists: existsSync(place.file),
    text: newWrapText({
      className,
      template: found?.template ?? null,
      superclass: found?.superclass ?? null,
      types,
    }),
    module: place.module,
  };
}
