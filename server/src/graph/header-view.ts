import type { TypeState } from '../shared/type-state';
import { stateWords } from '../shared/states';
import { missReasonText } from '../shared/reasons';
import type { HeaderFact } from './pipeline-facts';
import { graphNode } from './node';
import { typeStages, type IndexedFacts } from './stages';
import type { GraphHeading, GraphModel, GraphNode } from './graph-view';
import { sentence, shares, shareText } from './graph-words';
import { baseName, folderName } from '../shared/path-parts';
import { plural } from '../shared/plural';

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
        ? 'Its headers are not known yet.'
        : `${plural(headers.length, 'header')} in ${plural(folders.length, 'folder')}${changed > 0 ? ` · ${changed} changed` : ''}`,
    arrangement: 'boxes',
    headings: [{ id: 'type', label: 'Type' }, ...folders.map(folderHeading)],
    nodes: [
      rootNode(type, facts),
      ...folders.flatMap((folder) => folder.headers.map((header) => headerNode(header, folder.path, facts))),
    ],
    edges: folders.map((folder) => ({ from: `folder:${folder.path}`, to: `type:${name}` })),
    empty:
      headers === null
        ? `The headers of ${name} are not recorded yet. Run CastXML for it once to record them.`
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
    summary: `Read by ${plural(users.length, 'type')} in ${plural(modules.length, 'module')}: ${
      shareText(shares(users.map((type) => type.state))) || 'none'
    }`,
    arrangement: 'boxes',
    headings: [
      { id: 'header', label: 'Header' },
      ...modules.map(({ name }) => ({ id: `module:${name}`, label: name })),
    ],
    nodes: [
      graphNode(`header:${file}`, 'header', baseName(file), 'present', {
        details: [file, 'A change to it makes the XML of all these types stale. Ninja does not notice.'],
        files: [{ label: 'header', path: file }],
        group: 'header',
      }),
      ...users.map((type) => userNode(type, facts)),
    ],
    edges: modules.map(({ name }) => ({ from: `header:${file}`, to: `module:${name}` })),
    empty: users.length > 0 ? null : `No recorded run read ${baseName(file)}.`,
  };
}

interface Folder {
  path: string;
  headers: HeaderFact[];
}

/**
 * Groups headers by folder. Folders with a change come first, then those with the most headers. Within a folder, changed
 * headers come first, then the order is by name.
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
      b.headers.length - a.headers.length ||
      compare(a.path, b.path),
  );
}

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
    details: [header.path, stateWords[header.state].meaning, `Read by ${plural(users, 'type')}.`].filter(
      Boolean,
    ),
    files: header.state === 'missing' ? [] : [{ label: 'header', path: header.path }],
    drill: { kind: 'header', file: header.path },
    group: `folder:${folder}`,
  });
}

function rootNode(type: TypeState, facts: IndexedFacts): GraphNode {
  const states = typeStages(type, facts);
  return graphNode(`type:${type.name}`, 'type', type.name, states.cache, {
    second: states.xml,
    details: [
      `Of ${type.module}.`,
      `Cache: ${stateWords[states.cache].label}. ${type.reason ? sentence(missReasonText(type.reason)) : stateWords[states.cache].meaning}`,
      `XML: ${stateWords[states.xml].label}.${type.staleBecause ? ` ${baseName(type.staleBecause)} changed.` : ''}`,
    ],
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
