const COLUMNS = 25;

/** A flow of so many steps in rows, as an engineer with a large one sees it; each leads to the next. */
export const largeFlow = (steps: number): object => {
  const id = (n: number): string => `s${n}`;
  return {
    language: 'trama/1',
    name: `Fluxo de ${steps} passos`,
    trigger: { type: 'api', config: {} },
    nodes: Array.from({ length: steps }, (_, n) => ({
      id: id(n),
      type: n % 5 === 4 ? 'http.request' : 'set',
      label: `Passo ${n + 1}`,
      position: { x: 320 + (n % COLUMNS) * 290, y: Math.floor(n / COLUMNS) * 130 },
      config:
        n % 5 === 4
          ? { method: 'POST', url: 'https://erp.example/pedidos', body: { total: `{{ steps.${id(n - 1)}.total }}` } }
          : { values: { total: n === 0 ? '{{ trigger.data.total }}' : 1 } },
    })),
    edges: Array.from({ length: steps }, (_, n) => ({ from: n === 0 ? 'trigger' : id(n - 1), to: id(n) })),
  };
};
