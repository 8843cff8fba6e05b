/** What the outside answers in a simulated run of a template. */
export const sent = { output: { messageId: '<1@loja.example>', accepted: ['x'], rejected: [] } };
export const told = { output: { messageId: 1, chat: '1', conversation: 'cnv_1', sentAt: '2026-11-21T12:00:00.000Z' } };
export const noticed = { output: { to: ['dono@loja.example'] } };
export const written = (count: number, inserted = count) => ({
  output: { row: { id: 'row_1' }, rows: [], count, inserted, updated: count - inserted },
});
export const rows = (...list: object[]) => ({
  output: { rows: list as never, nextCursor: null, total: null },
});
export const failed = (code: string) => ({ error: { code, message: 'Não.' } });
export const http = (body: unknown, status = 200) => ({ output: { status, headers: {}, body: body as never } });
