import type { Json, JsonObject } from '../../json.ts';
import { holdSize } from '../hold-size.ts';
import type { N8nEdge, N8nNode, N8nWorkflow } from '../n8n-workflow.ts';
import { at, isObject, text } from '../nodes/parameters.ts';
import { expressionsIn } from './expressions-in.ts';
import { flowName, flowsIn } from './flows-in.ts';

/** Where a chain leaves off: what comes next goes on from there. */
type Ends = readonly { from: string; output: number }[];

/** `@activepieces/piece-http` → `http`. */
const pieceOf = (settings: JsonObject): string => text(settings.pieceName).replace(/^.*\/(piece-)?/, '');

/** Reads a chain of actions as nodes and lines, in the shape of n8n's. */
class Reader {
  readonly nodes: N8nNode[] = [];
  readonly edges: N8nEdge[] = [];
  /** The name that a node has, by the name that expressions use. */
  readonly names: ReadonlyMap<string, string>;

  constructor(names: ReadonlyMap<string, string>) {
    this.names = names;
  }

  /** An action and all that follow it. */
  chain(action: Json | undefined, from: Ends): Ends {
    let ends = from;
    const seen = new Set<Json>();
    for (let one = action; isObject(one) && !seen.has(one); one = one.nextAction) {
      seen.add(one);
      ends = this.#action(one, ends);
    }
    return ends;
  }

  add(action: JsonObject, type: string, parameters: JsonObject, more: Partial<N8nNode> = {}): string {
    const settings = isObject(action.settings) ? action.settings : {};
    const errors = isObject(settings.errorHandlingOptions) ? settings.errorHandlingOptions : {};
    const name = this.names.get(text(action.name)) ?? text(action.name);
    const { nextAction: _next, children: _children, firstLoopAction: _loop, ...original } = action;
    this.nodes.push({
      name,
      type,
      version: 3,
      parameters,
      position: null,
      disabled: action.skip === true,
      onError: at(errors, 'continueOnFailure', 'value') === true ? 'continueRegularOutput' : 'stopWorkflow',
      retry: at(errors, 'retryOnFailure', 'value') === true ? { maxTries: 4, waitMs: 2_000 } : null,
      once: false,
      alwaysGives: false,
      note: '',
      credentials: credentialsOf(settings, name),
      original,
      ...more,
    });
    return name;
  }

  #action(action: JsonObject, from: Ends): Ends {
    const settings = isObject(action.settings) ? action.settings : {};
    const read = (value: Json | undefined): Json => expressionsIn(value ?? null, this.names);
    const type = text(action.type);
    switch (type) {
      case 'LOOP_ON_ITEMS': {
        const name = this.#behind(
          from,
          this.add(action, 'n8n-nodes-base.splitInBatches', { list: read(settings.items) }),
        );
        for (const end of this.chain(action.firstLoopAction, [{ from: name, output: 1 }])) {
          if (end.from !== name) this.edges.push({ ...end, to: name, input: 0 });
        }
        return [{ from: name, output: 0 }];
      }
      case 'ROUTER':
        return this.#router(action, settings, from);
      case 'BRANCH': {
        const branches: Json[] = [
          { branchType: 'CONDITION', conditions: read(settings.conditions) },
          { branchType: 'FALLBACK' },
        ];
        const name = this.#behind(from, this.add(action, 'activepieces.ROUTER', { branches }));
        return [action.onSuccessAction, action.onFailureAction].flatMap((inner, output) =>
          this.chain(inner, [{ from: name, output }]),
        );
      }
      case 'CODE': {
        const input = read(settings.input);
        const source = at(settings, 'sourceCode', 'code') ?? settings.artifactSource ?? '';
        const name = this.#behind(from, this.add(action, 'activepieces.CODE', { input, source }));
        return [{ from: name, output: 0 }];
      }
      default: {
        const kind = type === 'PIECE' ? `${pieceOf(settings)}: ${text(settings.actionName)}` : type;
        const input = read(settings.input);
        const name = this.add(action, `activepieces.${kind}`, isObject(input) ? input : {});
        this.#behind(from, name);
        // The one that waits for a person leaves either way.
        return kind.startsWith('approval: wait')
          ? [0, 1].map((output) => ({ from: name, output }))
          : [{ from: name, output: 0 }];
      }
    }
  }

  #behind(from: Ends, name: string): string {
    for (const end of from) this.edges.push({ ...end, to: name, input: 0 });
    return name;
  }

  #router(action: JsonObject, settings: JsonObject, from: Ends): Ends {
    const branches = expressionsIn(settings.branches ?? [], this.names);
    const parameters = { branches, all: settings.executionType === 'EXECUTE_ALL_MATCH' };
    const name = this.#behind(from, this.add(action, 'activepieces.ROUTER', parameters));
    const count = Array.isArray(branches) ? branches.length : 0;
    const children = Array.isArray(action.children) ? action.children : [];
    const taken = [...Array(count).keys()].flatMap((output) =>
      this.chain(children[output] ?? undefined, [{ from: name, output }]),
    );
    // Where no branch matches, it goes on behind the router, too.
    const hasFallback = Array.isArray(branches) && branches.some((one) => at(one, 'branchType') === 'FALLBACK');
    return hasFallback ? taken : [...taken, { from: name, output: count }];
  }
}

/** `{{connections['x']}}` names a connection. */
const credentialsOf = (settings: JsonObject, owner: string): N8nNode['credentials'] => {
  const auth = text(at(settings, 'input', 'auth'));
  if (auth === '') return [];
  const named = /connections(?:\.|\[\s*['"])([^'"\]}]+)/.exec(auth)?.[1]?.trim();
  return [{ type: pieceOf(settings), name: named ?? owner }];
};

/** Every action of a chain and of those inside it. */
const actionsIn = (value: Json | undefined): JsonObject[] => {
  if (!isObject(value)) return [];
  const inner = ['nextAction', 'firstLoopAction', 'onSuccessAction', 'onFailureAction'].map((key) => value[key]);
  const children = Array.isArray(value.children) ? value.children : [];
  return [value, ...[...inner, ...children].flatMap((one) => actionsIn(one))];
};

/** Names to show, each once, by those that expressions use. */
function namesOf(actions: readonly JsonObject[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const one of actions) {
    const wish = text(one.displayName).trim() || text(one.name, 'step');
    let name = wish;
    for (let n = 2; taken.has(name); n++) name = `${wish} ${n}`;
    taken.add(name);
    names.set(text(one.name), name);
  }
  return names;
}

/** One flow of Activepieces in the shape of n8n's; null where there is none. @throws `too_large` */
export function readActivepieces(value: unknown, part?: string): N8nWorkflow | null {
  const flows = flowsIn(value);
  const flow = flows[part === undefined ? 0 : Number(part) - 1] ?? flows[0];
  if (!flow || !isObject(flow.trigger)) return null;
  const { trigger } = flow;
  const actions = actionsIn(trigger);
  holdSize(actions.length, 0);
  const reader = new Reader(namesOf(actions));
  const settings = isObject(trigger.settings) ? trigger.settings : {};
  const kind =
    text(trigger.type) === 'PIECE_TRIGGER' ? `${pieceOf(settings)}: ${text(settings.triggerName)}` : text(trigger.type);
  const given = isObject(settings.input) ? settings.input : {};
  const answers = actions.some((one) => text(at(one.settings, 'actionName')).startsWith('return_response'));
  const begun = reader.add(trigger, `activepieces.${kind}`, { ...given, answers }, { starts: true, disabled: false });
  reader.chain(trigger.nextAction, [{ from: begun, output: 0 }]);
  return {
    source: 'activepieces',
    name: flowName(flow).slice(0, 200),
    nodes: reader.nodes,
    edges: reader.edges,
    attached: new Map(),
    timezone: null,
    errorWorkflow: null,
  };
}
