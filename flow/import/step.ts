import type { FlowNode } from '../document.ts';
import type { JsonObject } from '../json.ts';
import type { Catalogue } from '../node-type.ts';
import type { Code } from './expressions/code.ts';
import type { Names } from './expressions/names.ts';
import type { N8nNode } from './n8n-workflow.ts';

/** A node on its way into the flow: what its mapping reads, and whom it tells. */
export interface Step {
  node: N8nNode;
  /** Its parameters. */
  p: JsonObject;
  /** Id of the flow's node. */
  id: string;
  names: Names;
  /** The output of the flow's node. */
  own: Code;
  /** The current item; of a node that takes a list, its first. */
  json: Code;
  /** All that came, as a list. */
  list: Code;
  /** More than one item may have come. */
  several: boolean;
  /** Of a merge: what came into each input; a list where several items did. */
  inputs: readonly { code: Code; many: boolean }[];
  /** Lines of which never two bring something end here. */
  exclusive: boolean;
  catalogue: Catalogue;
  /** Names of nodes that hang on this one (models, tools), with what they are. */
  attached: readonly N8nNode[];
  /** The file that reaches this node: n8n carries files beside the items. Throws `WhyNot` where nothing before gives one. */
  file(): Code;
  /** An id for a step beside it. */
  fresh(wish: string): string;
  approximated(pt: string, en: string): void;
  /** A credential is needed here, which a connection of that connector replaces; `of`: the node that names it. */
  needs(connector: string | null, of?: N8nNode): void;
  /** Name of the credential, as the connection to be made; none where there is none. */
  connection: { connection?: string };
}

/** What leaves by one output, in n8n's order. */
export interface Output {
  port: string;
  code: Code;
  /** A list of items. */
  many?: boolean;
  /** The value may be a list, which n8n would have taken for items. */
  loose?: boolean;
  /** What is known of the items of the list. */
  shape?: (item: Code) => Code;
}

export interface Made {
  type: string;
  config: JsonObject;
  more?: Partial<FlowNode>;
  /** Without any: port `out`, with the node's own output. */
  outputs?: readonly Output[];
  /** Where in what leaves the node its file is; `maybe`: only where what came was one. */
  file?: { in: (item: Code) => Code; maybe?: boolean };
  /** A step in front of it. */
  before?: { id: string; type: string; config: JsonObject };
  /** A second step behind it; the outputs are that one's. Made with its id. */
  then?: (own: Code) => Made;
}

export interface Mapping {
  /** Runs once an item, or once for all of them. */
  takes: 'item' | 'list' | 'merge' | ((node: N8nNode) => 'item' | 'list');
  make(step: Step): Made;
}

export type Mappings = Readonly<Record<string, Mapping>>;
