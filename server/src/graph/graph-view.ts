import type { PipelineState } from '../shared/state-words';

/** What a graph shows: all modules, one module's types through the stages, one type's headers, or one header's types. */
export type GraphView =
  | { kind: 'overview' }
  | { kind: 'module'; module: string }
  | { kind: 'type'; type: string }
  | { kind: 'header'; file: string };

/** What a node stands for. */
export type NodeKind = 'module' | 'file' | 'run' | 'type' | 'header' | 'folder';

/** The actions of a node besides opening its files. */
export type GraphAction = 'castxml' | 'igenerator' | 'explain';

/** A file of a node that can be opened. */
export interface GraphFile {
  /** Its name in a menu, such as `XML`. */
  label: string;
  path: string;
  /** From 0. */
  line?: number;
}

/** A share of a whole: one segment of a module's bar. */
export interface Share {
  state: PipelineState;
  count: number;
}

/** One stage in a module's thumbnail. */
export interface StageSummary {
  label: string;
  done: number;
  total: number;
  state: PipelineState;
}

/** A box of the graph. */
export interface GraphNode {
  id: string;
  kind: NodeKind;
  label: string;
  /** A few words after the label, such as a time or a count. May be empty. */
  note: string;
  state: PipelineState;
  /** A second state, which is shown with its own shape: the XML's state next to the cache's. */
  second: PipelineState | null;
  /** Details, one sentence each. */
  details: readonly string[];
  /** The files of the node. A click opens the first one. */
  files: readonly GraphFile[];
  /** The view that is one level down. */
  drill: GraphView | null;
  actions: readonly GraphAction[];
  module: string | null;
  type: string | null;
  /** The cell in a table view, from 0, and the number of rows that it spans. Null: the layout decides. */
  cell: { row: number; column: number; rows: number } | null;
  /** The id of the box that contains it. */
  group: string | null;
  shares: readonly Share[];
  stages: readonly StageSummary[];
  /** Whether something in it should be fixed. */
  attention: boolean;
}

/** From an input to its output. */
export interface GraphEdge {
  from: string;
  to: string;
}

/** A heading over a column, or a box around nodes. */
export interface GraphHeading {
  id: string;
  label: string;
}

/** A graph to draw, as plain data. */
export interface GraphModel {
  view: GraphView;
  title: string;
  /** A one-line summary with numbers. */
  summary: string;
  /** How the layout places the nodes. */
  arrangement: 'layers' | 'table' | 'boxes';
  /** Column headings of a table, or boxes, in their order. */
  headings: readonly GraphHeading[];
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
  /** The text to show instead of an empty picture, with what to do next. */
  empty: string | null;
}

/** The difference between two models of the same view. */
export interface GraphDelta {
  view: GraphView;
  title: string;
  summary: string;
  empty: string | null;
  /** New or changed nodes, complete. */
  nodes: readonly GraphNode[];
  removed: readonly string[];
  /** All edges. Null if they did not change. */
  edges: readonly GraphEdge[] | null;
  headings: readonly GraphHeading[] | null;
  /** All ids in order; null if only the contents of nodes changed. */
  order: readonly string[] | null;
}

/** Something that a search found, and where it is shown. Plain data. */
export interface GraphHit {
  kind: 'module' | 'type' | 'header';
  label: string;
  /** The module of a type, or the folder of a header. */
  note: string;
  state: PipelineState;
  view: GraphView;
  /** The id of the node to select. Null if the view is about the hit itself. */
  focus: string | null;
}

/** The results of a search. `total` counts also those that are not in `hits`. */
export interface GraphHits {
  text: string;
  hits: readonly GraphHit[];
  total: number;
}

/** A string that is the same for equal views and different for others. */
export function viewKey(view: GraphView): string {
  switch (view.kind) {
    case 'overview':
      return 'overview';
    case 'module':
      return `module:${view.module}`;
    case 'type':
      return `type:${view.type}`;
    case 'header':
      return `header:${view.file}`;
  }
}
