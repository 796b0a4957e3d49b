import type { GraphAction, GraphDelta, GraphModel, GraphView } from '../../server/src/graph/graph-view';

export type { GraphAction, GraphDelta, GraphModel, GraphView };

/** What the host tells the page. */
export type ToPage =
  /** Show this picture; `focus` is the id of the node to select. */
  | { kind: 'show'; model: GraphModel; focus?: string }
  /** Change the picture that is shown; dropped if it is of another view. */
  | { kind: 'delta'; delta: GraphDelta }
  /** Select a node of the picture that is shown, and bring it into sight. */
  | { kind: 'focus'; node: string }
  /** Could not be had, in words for the user. */
  | { kind: 'problem'; message: string };

/** What the page tells the host. */
export type ToHost =
  /** The page can show pictures; `view` is what it showed before a reload. */
  | { kind: 'ready'; view: GraphView | null }
  | { kind: 'navigate'; view: GraphView }
  /** All that the page is to find again after the window was opened anew. */
  | { kind: 'kept'; state: PageState }
  | { kind: 'open'; path: string; line: number | null }
  | { kind: 'run'; action: GraphAction; module: string | null; type: string | null }
  /** Save a picture: SVG as text, PNG as base64. `name` is without its extension. */
  | { kind: 'export'; format: 'svg' | 'png'; name: string; data: string };

/** What the page keeps through `vscode.setState` and at the host, and gets back when a panel is restored. */
export interface PageState {
  view: GraphView;
  /** Zoom and place of each view by its key. */
  places: Record<string, { x: number; y: number; k: number }>;
  selected: string | null;
  search: string;
  /** States that the filter lets through; empty: all. */
  filter: string[];
  /** When it was kept, by the page's clock. */
  keptMs: number;
}
