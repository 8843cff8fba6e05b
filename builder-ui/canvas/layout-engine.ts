import type { ElkNode } from 'elkjs/lib/elk-api.js';
import ELK from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';

interface Engine {
  elk: InstanceType<typeof ELK>;
  /** Fails where the worker's code cannot be fetched, or its worker dies. */
  gone: Promise<never>;
}

let engine: Engine | undefined;

const start = (): Engine => {
  const worker = new Worker(workerUrl);
  const gone = new Promise<never>((_resolve, reject) => {
    worker.addEventListener('error', () => {
      engine = undefined;
      worker.terminate();
      reject(new Error('The layout worker stopped'));
    });
  });
  gone.catch(() => undefined);
  return { elk: new ELK({ workerFactory: () => worker }), gone };
};

/** Lays a graph out in a worker, which is started at the first call and kept. @throws where there is no worker to be had */
export const layoutInWorker = (graph: ElkNode): Promise<ElkNode> => {
  engine ??= start();
  return Promise.race([engine.elk.layout(graph), engine.gone]);
};
