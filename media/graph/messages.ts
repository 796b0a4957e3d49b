import type { GraphHits } from '../../server/src/graph/graph-view';
import type { GraphAction, GraphDelta, GraphModel, GraphView } from '../../server/src/graph/graph-view';

export type { GraphAction, GraphDelta, GraphModel, GraphView };

/** Messages from the host to the page. */
export type ToPage =
  /** Show this picture. `focus` is the id of the node to select. */
  | { kind: 'show'; model: GraphModel; focus?: string }
  /** Change the current picture. Ignored if it shows another view. */
  | { kind: 'delta'; delta: GraphDelta }
  /** Select a node of the current picture and scroll it into view. */
  | { kind: 'focus'; node: string }
  /** What a search found in the whole build. */
  | { kind: 'found'; found: GraphHits }
  /** The picture is not available. `message` tells the user why. */
  | { kind: 'problem'; message: string };

/** Messages from the page to the host. */
export type ToHost =
  /** The page can show pictures. `view` is what it showed before a reload. */
  | { kind: 'ready'; view: GraphView | null }
  /** Show another view. `focus` is the id of the node to select. */
  | { kind: 'navigate'; view: GraphView; focus?: string }
  /** Search the whole build. */
  | { kind: 'find'; text: string }
  /** Everything that the page restores after the window was reopened. */
  | { kind: 'kept'; state: PageState }
  | { kind: 'open'; path: string; line: number | null }
  | { kind: 'run'; action: GraphAction; module: string | null; type: string | null }
  /** Save a picture: SVG as text, PNG as base64. `name` has no extension. */
  | { kind: 'export'; format: 'svg' | 'png'; name: string; data: string };

/** The state that the page saves with `vscode.setState` and at the host, and gets back when a panel is restored. */
export interface PageState {
  view: GraphView;
  /** Zoom and position of each view, by its key, with the width of the picture. A place in another picture is ignored. */
  places: Record<string, { x: number; y: number; k: number; width?: number }>;
  selected: string | null;
  search: string;
  /** The chips that are chosen. Empty: all nodes are shown. */
  filter: string[];
  /** When the state was saved, by the page's clock, in milliseconds since 1970. */
  keptMs: number;
}
