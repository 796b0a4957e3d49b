import { layoutInput } from '../../server/src/graph/layout/layout';
import { type GraphLayout, type Space } from '../../server/src/graph/layout/placed';
import type { GraphModel } from '../../server/src/graph/graph-view';
// The bundle of the worker as text: see scripts/graph-bundle.mjs.
import workerSource from 'worker:./layout-worker.ts';
import type { LayoutReply, LayoutRequest } from './layout-worker';

/** Computes layouts in a worker, off the page's main thread. */
export class LayoutClient {
  private readonly worker: Worker;
  private readonly waiting = new Map<
    number,
    { resolve: (layout: GraphLayout) => void; reject: (error: Error) => void }
  >();
  private lastId = 0;

  constructor() {
    // A webview can start a worker only from a blob, because its files have another origin than the page.
    const url = URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' }));
    this.worker = new Worker(url);
    URL.revokeObjectURL(url);
    this.worker.onmessage = ({ data }: MessageEvent<LayoutReply>): void => {
      const waiter = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if ('error' in data) waiter?.reject(new Error(data.error));
      else waiter?.resolve(data.layout);
    };
    this.worker.onerror = (event): void => {
      for (const waiter of this.waiting.values()) waiter.reject(new Error(event.message));
      this.waiting.clear();
    };
  }

  layout(model: GraphModel, space: Space): Promise<GraphLayout> {
    return new Promise((resolve, reject) => {
      const request: LayoutRequest = { id: ++this.lastId, input: layoutInput(model), space };
      this.waiting.set(request.id, { resolve, reject });
      this.worker.postMessage(request);
    });
  }
}
