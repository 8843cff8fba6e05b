import { parse } from 'acorn';
import type { Json } from '../../json.ts';

/** Where the name of a step stands alone in an expression: it is read, and no member of anything. */
interface Spot {
  start: number;
  end: number;
  name: string;
}

type Tree = { type: string; start: number; end: number } & Record<string, unknown>;
const isTree = (value: unknown): value is Tree =>
  value !== null && typeof value === 'object' && typeof (value as Tree).type === 'string';

function spotsIn(node: Tree, names: ReadonlyMap<string, string>): Spot[] {
  if (node.type === 'Identifier') {
    const name = String(node.name);
    return names.has(name) ? [{ start: node.start, end: node.end, name }] : [];
  }
  return Object.entries(node).flatMap(([key, one]) => {
    const isName =
      (node.type === 'MemberExpression' && key === 'property') || (node.type === 'Property' && key === 'key');
    if (isName && node.computed !== true) return [];
    return (Array.isArray(one) ? one : [one]).filter(isTree).flatMap((inner) => spotsIn(inner, names));
  });
}

/** `step_1['x']` → `$('Get order').item.json['x']`; what cannot be read stays, for the import to say so. */
function renamed(source: string, names: ReadonlyMap<string, string>): string {
  try {
    const program = parse(`(${source}\n)`, { ecmaVersion: 2022 }) as unknown as Tree;
    const spots = spotsIn(program, names).sort((a, b) => b.start - a.start);
    return spots.reduce((text, { start, end, name }) => {
      const shown = JSON.stringify(names.get(name) ?? name);
      return `${text.slice(0, start - 1)}$(${shown}).item.json${text.slice(end - 1)}`;
    }, source);
  } catch {
    return source;
  }
}

/** Texts with `{{ … }}` become expressions as n8n writes them, to any depth. `names`: of the steps, by their own names. */
export function expressionsIn(value: Json, names: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') {
    if (!value.includes('{{')) return value;
    return `=${value.replace(/\{\{([\s\S]*?)\}\}/g, (_, source: string) => `{{ ${renamed(source.trim(), names)} }}`)}`;
  }
  if (Array.isArray(value)) return value.map((one) => expressionsIn(one, names));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, expressionsIn(one, names)]));
}
