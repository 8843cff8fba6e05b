/** What we use of elkjs, whose own types do not agree with how Node and Vite each import it. */
declare module 'elkjs/lib/elk-api.js' {
  export interface ElkPort {
    id: string;
    x?: number;
    y?: number;
    width?: number;
    height?: number;
    layoutOptions?: Record<string, string>;
  }
  export interface ElkNode extends ElkPort {
    children?: ElkNode[];
    ports?: ElkPort[];
    edges?: { id: string; sources: string[]; targets: string[] }[];
  }
  export default class ELK {
    constructor(options: { workerFactory: (url?: string) => Worker });
    layout(graph: ElkNode): Promise<ElkNode>;
  }
}

declare module 'elkjs/lib/elk.bundled.js' {
  import type { ElkNode } from 'elkjs/lib/elk-api.js';

  export default class ELK {
    layout(graph: ElkNode): Promise<ElkNode>;
  }
}
