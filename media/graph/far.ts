import type { GraphLayout } from '../../server/src/graph/layout/placed';
import type { GraphModel } from '../../server/src/graph/graph-view';
import { stateWords, type Tone } from '../../server/src/shared/state-words';

/**
 * All nodes as seen from far away: one path for each tone, however many nodes there are. The worse a state is, the more of
 * its box it fills, so that states differ without color too.
 */
export function farMarkup(
  model: GraphModel,
  layout: GraphLayout,
  matches: ReadonlySet<string> | null,
): string {
  const frames: string[] = [];
  const fills = new Map<string, string[]>();
  for (const node of model.nodes) {
    const box = layout.nodes[node.id];
    if (!box) continue;
    const { tone } = stateWords[node.state];
    const dim = matches !== null && !matches.has(node.id);
    frames.push(`M${box.x} ${box.y}h${box.width}v${box.height}h${-box.width}z`);
    const key = `tone-${tone}${dim ? ' dim' : ''}`;
    const width = box.width * share[tone];
    if (!fills.has(key)) fills.set(key, []);
    fills.get(key)!.push(`M${box.x} ${box.y}h${width}v${box.height}h${-width}z`);
  }
  const paths = [...fills].map(
    ([name, parts]) => `<g class="${name}"><path class="body" d="${parts.join('')}"/></g>`,
  );
  return `<path class="card" d="${frames.join('')}"/>${paths.join('')}`;
}

const share: Readonly<Record<Tone, number>> = {
  good: 0.12,
  cached: 0.25,
  quiet: 0.05,
  unverified: 0.4,
  warning: 0.6,
  running: 0.8,
  bad: 1,
};
