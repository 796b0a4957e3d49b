import * as l10n from '@vscode/l10n';
import type { TypeState } from '../shared/type-state';
import { stateWords } from '../shared/state-words';
import type { HeaderFact } from './pipeline-facts';
import { graphNode } from './node';
import { shownState } from '../shared/states/shown-state';
import { typeStages, type IndexedFacts } from './stages';
import type { GraphHeading, GraphModel, GraphNode } from './graph-view';
import { cacheText, shares, shareText, xmlText } from './graph-words';
import { baseName, folderName } from '../shared/path-parts';
import { sentences } from '../shared/l10n/sentences';
import { plural } from '../shared/l10n/localized-plural';

/** A type's headers in boxes by folder, changed ones first. Null if there is no such type. */
export function typeGraph(name: string, facts: IndexedFacts): GraphModel | null {
  const type = facts.typeByName.get(name);
  if (!type) return null;
  const headers = facts.headers?.headersOf(name) ?? null;
  const folders = byFolder(headers ?? []);
  const changed = (headers ?? []).filter((header) => header.state !== 'present').length;
  return {
    view: { kind: 'type', type: name },
    title: name,
    summary:
      headers === null
        ? l10n.t('Its headers are not known yet.')
        : [
            inFolders(headers.length, folders.length),
            ...(changed > 0 ? [l10n.t('{0} changed', changed)] : []),
          ].join(' · '),
    arrangement: 'boxes',
    headings: [{ id: 'type', label: l10n.t('Type') }, ...folders.map(folderHeading)],
    nodes: [
      rootNode(type, facts),
      ...folders.flatMap((folder) => folder.headers.map((header) => headerNode(header, folder.path, facts))),
    ],
    edges: folders.map((folder) => ({ from: `folder:${folder.path}`, to: `type:${name}` })),
    empty:
      headers === null
        ? sentences(
            l10n.t('The headers of {0} are not recorded yet.', name),
            l10n.t('Run CastXML for it once to record them.'),
          )
        : null,
  };
}

/** The types that read a header, in boxes by module. */
export function headerGraph(file: string, facts: IndexedFacts): GraphModel {
  const users = (facts.headers?.usersOf(file) ?? []).flatMap((name) => facts.typeByName.get(name) ?? []);
  const modules = facts.modules.filter((module) => users.some((type) => type.module === module.name));
  return {
    view: { kind: 'header', file },
    title: baseName(file),
    summary: readBy(users, modules.length),
    arrangement: 'boxes',
    headings: [
      { id: 'header', label: l10n.t('Header') },
      ...modules.map(({ name }) => ({ id: `module:${name}`, label: name })),
    ],
    nodes: [
      graphNode(`header:${file}`, 'header', baseName(file), 'present', {
        details: [
          file,
          sentences(
            l10n.t('A change to it makes the XML of all these types stale.'),
            l10n.t('Ninja does not notice.'),
          ),
        ],
        files: [{ label: l10n.t('header'), path: file }],
        group: 'header',
      }),
      ...users.map((type) => userNode(type, facts)),
    ],
    edges: modules.map(({ name }) => ({ from: `header:${file}`, to: `module:${name}` })),
    empty: users.length > 0 ? null : l10n.t('No recorded run read {0}.', baseName(file)),
  };
}

/** `120 headers in 3 folders`. */
function inFolders(headers: number, folders: number): string {
  if (folders === 1)
    return plural(headers, l10n.t('1 header in 1 folder'), l10n.t('{0} headers in 1 folder', headers));
  return plural(
    headers,
    l10n.t('1 header in {0} folders', folders),
    l10n.t('{0} headers in {1} folders', headers, folders),
  );
}

/** `Read by 3 types in 1 module: 2 HIT, 1 MISS`. */
function readBy(users: readonly TypeState[], modules: number): string {
  if (users.length === 0) return l10n.t('Read by no type');
  const states = shareText(shares(users.map(shownState)));
  const count = users.length;
  if (count === 1) return l10n.t('Read by 1 type: {0}', states);
  return plural(
    modules,
    l10n.t('Read by {0} types in 1 module: {1}', count, states),
    l10n.t('Read by {0} types in {1} modules: {2}', count, modules, states),
  );
}

interface Folder {
  path: string;
  headers: HeaderFact[];
}

/**
 * Groups headers by folder. Folders with a change come first and those of the system last, otherwise those with the most
 * headers first. Within a folder, changed headers come first, then the order is by name.
 */
function byFolder(headers: readonly HeaderFact[]): Folder[] {
  const folders = new Map<string, Folder>();
  for (const header of headers) {
    const path = folderName(header.path);
    const folder = folders.get(path) ?? { path, headers: [] };
    folders.set(path, folder);
    folder.headers.push(header);
  }
  const changes = (folder: Folder): number =>
    folder.headers.filter((header) => header.state !== 'present').length;
  const rank = (header: HeaderFact): number => (header.state === 'present' ? 1 : 0);
  for (const folder of folders.values())
    folder.headers.sort((a, b) => rank(a) - rank(b) || compare(baseName(a.path), baseName(b.path)));
  return [...folders.values()].sort(
    (a, b) =>
      Number(changes(b) > 0) - Number(changes(a) > 0) ||
      Number(isOfSystem(a.path)) - Number(isOfSystem(b.path)) ||
      b.headers.length - a.headers.length ||
      compare(a.path, b.path),
  );
}

/** Whether a folder belongs to the compiler or the system. Nobody looks for those headers. */
const isOfSystem = (folder: string): boolean =>
  /^(?:\/usr\/|\/opt\/|\/Library\/|[A-Z]:\/Program Files)/.test(folder);

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function folderHeading(folder: Folder): GraphHeading {
  return { id: `folder:${folder.path}`, label: `${folder.path || '/'} (${folder.headers.length})` };
}

function headerNode(header: HeaderFact, folder: string, facts: IndexedFacts): GraphNode {
  const users = facts.headers?.usersOf(header.path)?.length ?? 0;
  return graphNode(`header:${header.path}`, 'header', baseName(header.path), header.state, {
    note: users > 0 ? String(users) : '',
    details: [
      header.path,
      stateWords[header.state].meaning,
      plural(users, l10n.t('Read by 1 type.'), l10n.t('Read by {0} types.', users)),
    ].filter(Boolean),
    files: header.state === 'missing' ? [] : [{ label: l10n.t('header'), path: header.path }],
    drill: { kind: 'header', file: header.path },
    group: `folder:${folder}`,
  });
}

function rootNode(type: TypeState, facts: IndexedFacts): GraphNode {
  const states = typeStages(type, facts);
  return graphNode(`type:${type.name}`, 'type', type.name, states.cache, {
    second: states.xml,
    details: [l10n.t('Of {0}.', type.module), cacheText(states.cache, type), xmlText(states.xml, type)],
    files: [
      ...(type.wrap ? [{ label: '.wrap', path: type.wrap }] : []),
      { label: '.cxx', path: type.cxx },
      { label: '.castxml.inc', path: type.inc },
      { label: 'XML', path: type.xml },
    ],
    actions: ['castxml', 'igenerator', 'explain'],
    module: type.module,
    type: type.name,
    group: 'type',
  });
}

function userNode(type: TypeState, facts: IndexedFacts): GraphNode {
  return {
    ...rootNode(type, facts),
    note: '',
    drill: { kind: 'type', type: type.name },
    group: `module:${type.module}`,
  };
}
