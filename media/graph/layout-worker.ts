import { layoutGraph } from '../../server/src/graph/layout/layout';
import { type GraphLayout, type LayoutInput, type Space } from '../../server/src/graph/layout/placed';

/** A picture to lay out. `id` connects the reply to the request. */
export interface LayoutRequest {
  id: number;
  input: LayoutInput;
  space: Space;
}

/** The layout, or why it failed. */
export type LayoutReply = { id: number; layout: GraphLayout } | { id: number; error: string };

self.onmessage = ({ data }: MessageEvent<LayoutRequest>): void => {
  let reply: LayoutReply;
  try {
    reply = { id: data.id, layout: layoutGraph(data.input, data.space) };
  } catch (error) {
    reply = { id: data.id, error: String(error) };
  }
  self.postMessage(reply);
};
