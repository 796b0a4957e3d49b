import { layoutGraph, type GraphLayout, type LayoutInput } from '../../server/src/pipeline/graph/layout';

export interface LayoutRequest {
  id: number;
  input: LayoutInput;
  aspect: number;
}

export type LayoutReply = { id: number; layout: GraphLayout } | { id: number; error: string };

self.onmessage = ({ data }: MessageEvent<LayoutRequest>): void => {
  let reply: LayoutReply;
  try {
    reply = { id: data.id, layout: layoutGraph(data.input, data.aspect) };
  } catch (error) {
    reply = { id: data.id, error: String(error) };
  }
  self.postMessage(reply);
};
