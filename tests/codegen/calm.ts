import type { JsonObject } from '#flow/json.ts';

type Node = { id: string; type: string; parent?: string; join?: string; config: JsonObject };
type Flow = { nodes: Node[]; edges: { from: string; to: string }[] };

/**
 * The same flow without two things in one instant whose order shows: every wait and deadline has a length of its own,
 * what ends a scope comes behind a wait, nothing reads variables or chance, and events are listened for from the start.
 */
export function calm(flow: JsonObject): JsonObject {
  const { nodes, edges } = JSON.parse(JSON.stringify(flow)) as unknown as Flow;
  let n = 0;
  const odd = (text: string): string =>
    text.replaceAll(/"PT(\d+)S"/g, (_, seconds: string) => `"PT${seconds}.${101 + n++ * 7}S"`);
  const steady = nodes.map((node): Node => {
    const text = JSON.stringify(node)
      .replaceAll('{{ vars.n }}', '{{ 1 }}')
      .replaceAll('vars.n + 1', '1')
      .replaceAll('vars.n > 2', 'false')
      .replaceAll(
        /random\(\) < 0\.(\d)/g,
        (_, tenth: string) => `hash('${node.id}') < '${Number(tenth) > 3 ? '8' : '5'}'`,
      );
    return JSON.parse(odd(text)) as Node;
  });
  const endings = new Set(
    nodes.filter(({ type }) => ['stop', 'fail', 'break', 'continue'].includes(type)).map(({ id }) => id),
  );
  const waits = nodes.flatMap(({ id, parent, join }): Node[] =>
    endings.has(id)
      ? [
          {
            id: `${id}w`,
            type: 'wait',
            config: { for: `PT0.${211 + n++ * 7}S` },
            ...(parent ? { parent } : {}),
            ...(join ? { join } : {}),
          },
        ]
      : [],
  );
  const warm: Node = {
    id: 'warm',
    type: 'waitForEvent',
    config: { events: [{ port: 'never', name: 'e', match: '{{ false }}' }], timeout: 'PT0.050S' },
  };
  return {
    ...flow,
    nodes: [warm, ...steady.map((node) => (endings.has(node.id) ? { ...node, join: 'all' } : node)), ...waits],
    edges: [
      { from: 'trigger', to: 'warm' },
      ...edges.map(({ from, to }) => ({
        from: from === 'trigger' ? 'warm.timeout' : from,
        to: endings.has(to) ? `${to}w` : to,
      })),
      ...waits.map(({ id }) => ({ from: id, to: id.slice(0, -1) })),
    ],
  } as unknown as JsonObject;
}
