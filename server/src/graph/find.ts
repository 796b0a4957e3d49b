import { baseName, folderName } from '../shared/path-parts';
import type { GraphHit, GraphHits } from './graph-view';
import type { PipelineFacts } from './pipeline-facts';
import { shownState } from '../shared/states/shown-state';

/** The maximum number of results of a kind. */
const MOST = 8;

/**
 * Finds modules, types and headers in the whole build, whatever is shown. All words must be in the name. Names that begin
 * with the first word, after `itk`, come first, then shorter ones.
 */
export function findInBuild(
  text: string,
  facts: Pick<PipelineFacts, 'modules' | 'types'>,
  headers: readonly string[],
): GraphHits {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const [first] = words;
  if (first === undefined) return { text, hits: [], total: 0 };
  const best = <T>(all: readonly T[], nameOf: (one: T) => string): { found: T[]; total: number } => {
    const ranked = all
      .map((one) => ({ one, name: nameOf(one).toLowerCase() }))
      .filter(({ name }) => words.every((word) => name.includes(word)))
      .map((hit) => ({ ...hit, begins: hit.name.startsWith(first) || hit.name.startsWith(`itk${first}`) }))
      .sort(
        (a, b) =>
          Number(b.begins) - Number(a.begins) ||
          a.name.length - b.name.length ||
          (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
      );
    return { found: ranked.slice(0, MOST).map(({ one }) => one), total: ranked.length };
  };
  const modules = best(facts.modules, ({ name }) => name);
  const types = best(facts.types, ({ name }) => name);
  const files = best(headers, baseName);
  return {
    text,
    total: modules.total + types.total + files.total,
    hits: [
      ...modules.found.map(({ name, state }): GraphHit => ({
        kind: 'module',
        label: name,
        note: '',
        state,
        view: { kind: 'module', module: name },
        focus: null,
      })),
      ...types.found.map((type): GraphHit => ({
        kind: 'type',
        label: type.name,
        note: type.module,
        state: shownState(type),
        view: { kind: 'module', module: type.module },
        focus: `wrap:${type.name}`,
      })),
      ...files.found.map((file): GraphHit => ({
        kind: 'header',
        label: baseName(file),
        note: folderName(file),
        state: 'present',
        view: { kind: 'header', file },
        focus: null,
      })),
    ],
  };
}
