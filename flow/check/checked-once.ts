import type { FlowNode } from '../document.ts';
import type { ConfigTemplate } from '../expressions/template.ts';
import type { NodeType } from '../node-type.ts';
import { type CheckedConfig, checkConfig } from '../types/check-config.ts';
import type { Type } from '../types/type.ts';
import type { StepInfo, TypeEnv } from '../types/type-env.ts';

/** A question that a check put to its environment, and the answer that it got. */
interface Asked {
  pointer: string;
  kind: 'name' | 'step' | 'port' | 'error' | 'onlyError';
  name: string;
  relation: StepInfo['kind'] | null;
  type: Type | undefined;
}

interface Memory {
  type: NodeType;
  asked: Asked[];
  checked: CheckedConfig;
}

const memories = new WeakMap<FlowNode, Memory>();

/**
 * Checks a node's config, or gives what an earlier check of the same node found, where its environment would answer all
 * that the check asked as it did then. An edit so costs the edited node, and those that read what it changed.
 */
export function checkOnce(
  node: FlowNode,
  type: NodeType,
  template: ConfigTemplate,
  envAt: (pointer: string) => TypeEnv,
): CheckedConfig {
  const before = memories.get(node);
  if (before && before.type === type && holds(before.asked, envAt)) return before.checked;
  const asked: Asked[] = [];
  let repeatable = true;
  const listening = (pointer: string): TypeEnv =>
    heard(envAt(pointer), pointer, asked, () => {
      repeatable = false;
    });
  let checked = checkConfig(template, type.config, listening);
  // A type that says the same stays the same object: whoever reads it has nothing new to look at.
  if (before && JSON.stringify(before.checked.type) === JSON.stringify(checked.type)) {
    checked = { ...checked, type: before.checked.type };
  }
  if (repeatable) memories.set(node, { type, asked, checked });
  else memories.delete(node);
  return checked;
}

/** `others` is called where a check looks for similar names: what it says then depends on the whole flow. */
function heard(env: TypeEnv, pointer: string, asked: Asked[], others: () => void): TypeEnv {
  const step = (kind: 'step' | 'port' | 'error') => (name: string) => {
    const info = env[kind](name);
    asked.push({ pointer, kind, name, relation: info.kind, type: info.type });
    return info;
  };
  return {
    name: (name) => {
      const type = env.name(name);
      asked.push({ pointer, kind: 'name', name, relation: null, type });
      return type;
    },
    step: step('step'),
    port: step('port'),
    error: step('error'),
    onlyError: () => {
      const type = env.onlyError();
      asked.push({ pointer, kind: 'onlyError', name: 'error', relation: null, type });
      return type;
    },
    names: () => {
      others();
      return env.names();
    },
    nodes: () => {
      others();
      return env.nodes();
    },
  };
}

function holds(asked: readonly Asked[], envAt: (pointer: string) => TypeEnv): boolean {
  let at: string | undefined;
  let env: TypeEnv | undefined;
  for (const { pointer, kind, name, relation, type } of asked) {
    if (!env || at !== pointer) env = envAt(pointer);
    at = pointer;
    if (kind === 'name' || kind === 'onlyError') {
      if ((kind === 'name' ? env.name(name) : env.onlyError()) !== type) return false;
      continue;
    }
    const info = env[kind](name);
    if (info.kind !== relation || info.type !== type) return false;
  }
  return true;
}
