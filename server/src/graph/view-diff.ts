import { viewKey, type GraphDelta, type GraphModel, type GraphNode } from './graph-view';

/**
 * The delta from `older` to `newer`; null if nothing changed. Throws if they belong to different views.
 */
export function diffGraph(older: GraphModel, newer: GraphModel): GraphDelta | null {
  if (viewKey(older.view) !== viewKey(newer.view))
    throw new Error(`No delta leads from ${viewKey(older.view)} to ${viewKey(newer.view)}.`);
  const before = new Map(older.nodes.map((node) => [node.id, node]));
  const after = new Set(newer.nodes.map((node) => node.id));
  const nodes = newer.nodes.filter((node) => !sameData(before.get(node.id), node));
  const removed = older.nodes.map((node) => node.id).filter((id) => !after.has(id));
  const sameOrder =
    older.nodes.length === newer.nodes.length &&
    older.nodes.every((node, index) => node.id === newer.nodes[index]?.id);
  const edges = sameData(older.edges, newer.edges) ? null : newer.edges;
  const headings = sameData(older.headings, newer.headings) ? null : newer.headings;
  const sameText =
    older.title === newer.title && older.summary === newer.summary && older.empty === newer.empty;
  if (nodes.length === 0 && sameOrder && !edges && !headings && sameText) return null;
  const { view, title, summary, empty } = newer;
  return {
    view,
    title,
    summary,
    empty,
    nodes,
    removed,
    edges,
    headings,
    order: sameOrder ? null : newer.nodes.map((node) => node.id),
  };
}

/** The model after a delta. The old model is not changed. */
export function applyDelta(model: GraphModel, delta: GraphDelta): GraphModel {
  const changed = new Map(delta.nodes.map((node) => [node.id, node]));
  const byId = (): Map<string, GraphNode> =>
    new Map([...model.nodes.map((node) => [node.id, node] as const), ...changed]);
  const ordered = (order: readonly string[]): GraphNode[] => {
    const all = byId();
    return order.flatMap((id) => all.get(id) ?? []);
  };
  return {
    ...model,
    title: delta.title,
    summary: delta.summary,
    empty: delta.empty,
    nodes: delta.order ? ordered(delta.order) : model.nodes.map((node) => changed.get(node.id) ?? node),
    edges: delta.edges ?? model.edges,
    headings: delta.headings ?? model.headings,
  };
}

/** Whether only contents changed, so that every node keeps its position. */
export function keepsPlaces(delta: GraphDelta): boolean {
  return delta.order === null && delta.edges === null && delta.headings === null;
}

function sameData(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) =>
    sameData((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
}
