import { flowOf, get, stop, wait } from '#tests/conformance/flow-of.ts';

/** Of all that a flow can do, what is most likely to want a file, a program or a folder. */
const flow = (outside: string) =>
  flowOf({
    name: 'Imagem',
    nodes: {
      codigo: {
        type: 'code',
        config: { source: 'export default ({ n }) => ({ n: n * 2 })', input: { n: '{{ trigger.data.n }}' } },
      },
      recibo: {
        type: 'pdf.render',
        config: { content: [{ type: 'paragraph', text: 'João: {{ string(steps.codigo.n) }}' }], name: 'recibo.pdf' },
      },
      // Over 128 KB: kept apart from the run.
      grande: { type: 'files.store', config: { content: '{{ "x".repeat(200000) }}', name: 'grande.txt' } },
      fora: get(outside, { retry: { maxAttempts: 1 } }),
      pausa: wait('PT0.2S'),
      fim: stop('{{ { n: steps.codigo.n, pdf: steps.recibo, fora: steps.fora.status } }}'),
    },
    edges: 'trigger > codigo > recibo > grande > fora > pausa > fim',
  });

/** Publishes a flow, runs it, and fetches pages as a browser would. @throws where an answer is not as it should be */
export async function drive(url: string, key: string, outside: string): Promise<string[]> {
  const ask = async (method: string, address: string, body?: unknown, more: Record<string, string> = {}) => {
    const answer = await fetch(url + address, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const made = (await (await ask('POST', '/v1/flows', { definition: flow(outside) })).json()) as { id: string };
  await ask('POST', `/v1/flows/${made.id}/publish`, { note: '' });
  const answer = await ask('POST', `/v1/flows/${made.id}/runs`, { data: { n: 21 } }, { prefer: 'wait=30' });
  const run = (await answer.json()) as {
    status: string;
    error: unknown;
    output: { n: number; fora: number; pdf: { file: { file: string } } } | null;
  };
  if (run.status !== 'succeeded' || run.output?.n !== 42 || run.output.fora !== 200)
    throw new Error(`the run: ${JSON.stringify(run)}`);
  const pdf = await (await ask('GET', `/v1/files/${run.output.pdf.file.file}`)).text();
  if (!pdf.startsWith('%PDF')) throw new Error(`no PDF: ${pdf.slice(0, 80)}`);
  const seen = [`a run with code, a PDF of ${pdf.length} characters, a file, a request and a wait`];

  const page = await (await ask('GET', '/')).text();
  const parts = [...page.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map(([, part = '']) => part);
  if (parts.length === 0) throw new Error(`no builder: ${page.slice(0, 200)}`);
  for (const part of [...parts, '/docs', '/v1/audit', '/v1/openapi.json']) await ask('GET', part);
  return [...seen, `the builder's page and its ${parts.length} first files, the documentation, the audit`];
}
