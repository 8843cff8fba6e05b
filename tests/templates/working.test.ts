import { createHmac } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { until } from '#tests/conformance/client.ts';
import { EACH_SECOND, openShop, TEAM } from './shop.ts';

const shop = await openShop();
const { api, telegram, token, world, model, use, call, fired, firstRun, approval, rows, put, mailTo } = shop;
afterAll(() => shop.close());

/** As a shop in São Paulo writes it: days after today. */
const day = (after = 0): string =>
  new Date(Date.now() + after * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'America/Sao_Paulo' });
/** Looks until there is something; what never comes is told with where all runs stand that are not well. */
const seen = <T>(look: () => T | undefined, what: string): Promise<T> =>
  until(async () => look(), what, 45_000).catch(async (cause: Error) => {
    const { data } = await api.made('GET', '/v1/runs?status=queued,running,waiting,paused,failed&limit=50');
    const stand = data.map((run: Record<string, unknown>) => [run.flowId, run.status, run.waitingFor, run.error]);
    throw new Error(`${cause.message}; runs: ${JSON.stringify(stand)}`, { cause });
  });
const heard = (chat: string | number, part: string) =>
  seen(() => telegram.said(chat).find((text) => text.includes(part)), `${part} in ${chat}`);
const mailed = (address: string, nth = 1) => seen(() => mailTo(address)[nth - 1], `mail ${nth} to ${address}`);
const person = (name: string) => ({ name, email: `${name.toLowerCase()}@example.com` });
const conversation = (chat: number) => `telegram/${shop.connections.bot}/${chat}`;

describe.concurrent('in the running product', () => {
  test('order-alert tells the team and confirms to the customer, once', async () => {
    const flow = await use('order-alert', { largeOrder: 10_000 });
    const order = { id: '1042', customer: person('Ana'), items: [{ name: 'Kit relação', qty: 1, cents: 18_990 }] };
    for (const status of [202, 200]) expect((await call(flow.webhook, order)).status).toBe(status);
    expect((await call(flow.webhook, order, { 'x-shop': 'outra' })).status).toBe(401);
    expect(await firstRun(flow.id)).toMatchObject({ status: 'succeeded' });
    expect(await heard(TEAM, '1042')).toContain('⭐ Pedido grande nº 1042 · R$');
    expect(mailTo('ana@example.com')).toMatchObject([{ subject: 'Recebemos o seu pedido nº 1042' }]);
  });

  test('abandoned-cart reminds, and stops where the purchase happens', async () => {
    const flow = await use('abandoned-cart', { firstWait: 'PT0.2S', secondWait: 'PT1H', coupon: 'VOLTA10' });
    await call(flow.webhook, {
      cart: 'c-77',
      ...person('Bia'),
      cents: 21_980,
      link: 'https://x.example',
      consent: true,
    });
    expect(await mailed('bia@example.com')).toMatchObject({ subject: 'Guardamos o seu carrinho, Bia' });
    await api.publishEvent('order.paid', {}, { key: 'c-77' });
    expect(await firstRun(flow.id)).toMatchObject({ status: 'succeeded' });
    expect(await rows('Carrinhos')).toMatchObject([{ carrinho: 'c-77', centavos: 21_980, situacao: 'recuperado' }]);
  });

  test('appointment-reminder writes to who comes tomorrow, once', async () => {
    const flow = await use('appointment-reminder', { remindAt: EACH_SECOND, address: 'Rua A', bring: 'Nada' });
    await put('Agenda', { dia: day(1), hora: '14:00', nome: 'Caio', email: 'caio@example.com' });
    expect(await mailed('caio@example.com')).toMatchObject({ subject: 'Amanhã às 14:00: Moto Sul' });
    await fired(flow.id);
    await expect.poll(async () => (await rows('Agenda'))[0].lembradoEm, { timeout: 20_000 }).not.toBeNull();
    expect(mailTo('caio@example.com').length).toBe(1);
  });

  test('lead-capture keeps a contact, and answers who mistyped', async () => {
    const flow = await use('lead-capture');
    const wrong = await call(flow.webhook, { email: 'não é' });
    expect([wrong.status, await wrong.json()]).toEqual([
      422,
      { ok: false, message: 'Confira o e-mail e mande de novo.' },
    ]);
    const form = new URLSearchParams({ ...person('Davi'), phone: '(11) 98765-4321', message: 'Olá', consent: 'on' });
    const right = await call(flow.webhook, String(form), { 'content-type': 'application/x-www-form-urlencoded' });
    expect([right.status, await right.json()]).toMatchObject([200, { ok: true }]);
    expect(await rows('Contatos')).toMatchObject([
      { email: 'davi@example.com', telefone: '+5511987654321', aceitou: true },
    ]);
    await heard(TEAM, 'Contato novo: Davi');
    await mailed('davi@example.com');
  });

  test('nps asks for a mark and keeps it', async () => {
    const flow = await use('nps', { npsWait: 'PT0.2S', npsPatience: 'PT1H' });
    await api.publishEvent('service.done', { id: 'os-310', name: 'Eva', conversation: conversation(71) });
    await heard(71, 'De 0 a 10');
    telegram.says(token, 71, 'uns 4');
    await heard(71, 'número de 0 a 10');
    telegram.says(token, 71, '4');
    await heard(71, 'O que faltou?');
    telegram.says(token, 71, 'Demorou');
    await heard(TEAM, 'Nota 4 de Eva');
    expect(await firstRun(flow.id)).toMatchObject({ status: 'succeeded' });
    expect(await rows('NPS')).toMatchObject([{ servico: 'os-310', nota: 4, porque: 'Demorou', grupo: 'detrator' }]);
  });

  test('payment-reminder reminds until it is paid', async () => {
    const ladder = ['-P9D', 'P0D', 'P3D'].map((quando) => ({ quando, assunto: `Fatura ${quando}`, texto: 'Olá' }));
    const flow = await use('payment-reminder', { ladder });
    await call(flow.webhook, { id: 'F-1', ...person('Fabio'), cents: 35_000, dueOn: day(), link: 'https://x.example' });
    expect(await mailed('fabio@example.com')).toMatchObject({ subject: 'Fatura P0D' });
    await api.publishEvent('invoice.paid', {}, { key: 'F-1' });
    expect(await mailed('fabio@example.com', 2)).toMatchObject({ subject: 'Recebemos o seu pagamento' });
    expect(await firstRun(flow.id)).toMatchObject({ status: 'succeeded' });
    expect(await rows('Faturas')).toMatchObject([{ fatura: 'F-1', situacao: 'paga' }]);
  });

  test('stock-watch tells what runs short, once', async () => {
    const flow = await use('stock-watch', { stockCheck: EACH_SECOND });
    await put('Estoque', [
      { codigo: 'A1', peca: 'Óleo', quantidade: 1, minimo: 5 },
      { codigo: 'B2', peca: 'Vela', quantidade: 9, minimo: 5 },
    ]);
    expect(await heard(TEAM, 'Hora de comprar')).toBe('Hora de comprar (1):\n• Óleo (A1): restam 1, comprar 9');
    expect(await fired(flow.id)).toMatchObject({ status: 'succeeded' });
    await expect
      .poll(async () => (await rows('Estoque')).filter((one: { avisadoEm: unknown }) => one.avisadoEm).length, {
        timeout: 20_000,
      })
      .toBe(1);
  });

  test('daily-report sums the day and brings the spreadsheet', async () => {
    const flow = await use('daily-report', { closingTime: EACH_SECOND, reportTo: 'dono@example.com' });
    await put('Vendas', [
      { venda: '1', dia: day(), centavos: 1_000, pagamento: 'Pix' },
      { venda: '2', dia: day(-1), centavos: 500 },
    ]);
    const report = await until(
      async () => mailTo('dono@example.com').find(({ attachments }) => attachments.length > 0),
      'the report',
      30_000,
    );
    expect(report.text).toContain('100% em relação a ontem');
    expect(report.attachments[0]?.filename).toBe(`vendas-${day()}.csv`);
    expect(await fired(flow.id)).toMatchObject({ status: 'succeeded' });
  });

  test('approval-escalation goes up where nobody decides', async () => {
    const flow = await use('approval-escalation', { firstDeadline: 'PT1S' });
    const data = { id: 'c-15', what: 'Pneus', who: 'gil@example.com', cents: 89_000 };
    const run = await api.start(flow.id, data);
    const open = await until(
      async () => {
        const one = await approval(run);
        return one.node === 'dono' && one;
      },
      'it went up',
      30_000,
    );
    const decided = await api.post(`/v1/approvals/${open.id}`, { decision: 'approved', comment: 'Pode' });
    expect(decided.status).toBe(200);
    expect(await api.ended(run)).toMatchObject({ status: 'succeeded', output: { aprovado: true } });
    expect(await mailed('gil@example.com')).toMatchObject({ subject: 'Aprovado: Pneus' });
    expect(await rows('Compras')).toMatchObject([{ pedido: 'c-15', decisao: 'aprovada', comentario: 'Pode' }]);
  });

  test('price-watch sees a price drop, and names the page that does not open', async () => {
    world.on('/kit', { raw: '<p>por <b>R$ 1.089,90</b></p>', headers: { 'content-type': 'text/html' } });
    world.on('/gone', { status: 404 });
    const flow = await use('price-watch', { priceCheck: EACH_SECOND });
    await put('Precos', { pagina: `${world.url}/kit`, produto: 'Kit', ultimoCentavos: 120_000 });
    expect((await heard(TEAM, 'Preços em queda')).replaceAll('\u00a0', ' ')).toContain(
      '• Kit: R$ 1.089,90 (antes R$ 1.200,00)',
    );
    expect(await fired(flow.id)).toMatchObject({ status: 'succeeded' });
  });

  test('webhook-relay checks, signs and delivers', async () => {
    const flow = await use('webhook-relay', { relayTo: `${world.url}/relay` });
    const body = JSON.stringify({ id: 'evt-9', type: 'sale.created', data: { cents: 15_900 } });
    const signature = createHmac('sha256', 'quem chama').update(body).digest('hex');
    expect((await call(flow.webhook, body, { 'x-signature': 'ab' })).status).toBe(401);
    expect((await call(flow.webhook, body, { 'x-signature': signature })).status).toBe(202);
    expect(await firstRun(flow.id)).toMatchObject({ status: 'succeeded' });
    const [hit] = world.hits('/relay');
    const signed = createHmac('sha256', 'quem assina').update(
      `${String(hit?.headers['x-trama-instant'])}.${hit?.text}`,
    );
    expect([hit?.body, hit?.headers['x-trama-signature']]).toEqual([JSON.parse(body), signed.digest('hex')]);
  });

  test('retry-queue delivers what is due', async () => {
    const flow = await use('retry-queue', { queueEvery: EACH_SECOND });
    const due = new Date(Date.now() - 60_000).toISOString();
    const row = (envio: string) => ({
      envio,
      destino: `${world.url}/${envio}`,
      corpo: { n: 1 },
      proximaEm: due,
      tentativas: 1,
    });
    world.on('/mau', { status: 500 });
    await put('Fila', [row('bom'), row('mau')]);
    const now = async (envio: string) => (await rows('Fila')).find((one: { envio: string }) => one.envio === envio);
    await expect.poll(() => now('bom'), { timeout: 30_000 }).toMatchObject({ situacao: 'entregue' });
    await expect
      .poll(() => now('mau'), { timeout: 30_000 })
      .toMatchObject({ situacao: 'pendente', tentativas: 2, ultimoErro: 'http_500' });
    await fired(flow.id);
    expect(world.hits('/bom')).toMatchObject([{ body: { n: 1 }, headers: { 'idempotency-key': 'bom' } }]);
  });

  test('data-sync brings all pages, and begins at the mark the next time', async () => {
    world.on('/customers', {
      body: { items: [], next: null },
      first: { times: 1, body: { items: [{ id: 7, name: 'Hugo', email: 'HUGO@x.example' }], next: 'c2' } },
    });
    const flow = await use('data-sync', { syncEvery: EACH_SECOND, syncFrom: `${world.url}/customers` });
    expect(await fired(flow.id)).toMatchObject({ status: 'succeeded' });
    const [first, second] = world.hits('/customers');
    expect([first?.headers.authorization, second?.query.get('cursor')]).toEqual(['Bearer do erp', 'c2']);
    expect(await rows('Clientes')).toEqual(
      expect.arrayContaining([expect.objectContaining({ codigo: '7', email: 'hugo@x.example' })]),
    );
  });

  test('ai-triage answers a question, ai-quote drafts a quote that a person checks', async () => {
    const triage = await use('ai-triage', { aboutShop: 'Abrimos aos sábados das 8h às 18h.' });
    const quote = await use('ai-quote', {});
    await put('Servicos', [
      { servico: 'Troca de óleo', centavos: 6_000 },
      { servico: 'Freio', centavos: 9_000 },
    ]);
    model.on(
      { userMessage: 'sábado', systemMessage: 'exactly one of these labels' },
      { content: '{"label":"duvida","confidence":0.9}' },
    );
    model.on({ userMessage: 'sábado' }, { content: 'Abrimos sim, das 8h às 18h.' });
    model.on(
      { userMessage: 'óleo da CG' },
      { content: '{"servicos":["Troca de óleo","Inventado"],"resumo":"Trocar o óleo"}' },
    );
    telegram.says(token, 81, 'Abrem no sábado?');
    await heard(81, 'Abrimos sim');
    expect(await firstRun(triage.id)).toMatchObject({ status: 'succeeded' });
    telegram.says(token, 82, 'Quero um orçamento');
    await heard(82, 'Conte o que você precisa');
    telegram.says(token, 82, 'Trocar o óleo da CG');
    const run = await until(async () => (await api.runsOf(quote.id))[0], 'the quote', 30_000);
    const { id, title } = await approval(run.id);
    expect(title.replaceAll('\u00a0', ' ')).toBe('Orçamento para Ana Lima: R$ 60,00');
    await api.made('POST', `/v1/approvals/${id}`, {
      decision: 'approved',
      fields: { centavos: 5_500, recado: 'Com desconto' },
    });
    expect((await heard(82, 'Seu orçamento')).replaceAll('\u00a0', ' ')).toContain('Total: R$ 55,00\nCom desconto');
    telegram.presses(token, 82, 'Pode fazer');
    await heard(82, 'Combinado!');
    expect(await rows('Orcamentos')).toMatchObject([{ situacao: 'aceito', centavos: 5_500 }]);
  });

  test('birthday greets who agreed, once', async () => {
    const flow = await use('birthday', { greetAt: EACH_SECOND, gift: 'um brinde' });
    const [, month, date] = day().split('-');
    const born = { aniversario: `${date}/${month}`, aceitou: true };
    await put('Clientes', [
      { codigo: 'k1', nome: 'Iris', email: 'iris@example.com', ...born },
      { codigo: 'k2', nome: 'Joel', email: 'joel@example.com', ...born, aceitou: false },
    ]);
    expect(await mailed('iris@example.com')).toMatchObject({ subject: 'Feliz aniversário, Iris!' });
    expect(await fired(flow.id)).toMatchObject({ status: 'succeeded' });
    expect([mailTo('iris@example.com').length, mailTo('joel@example.com').length]).toEqual([1, 0]);
  });

  test('review-request invites the satisfied, and nobody who complained', async () => {
    const flow = await use('review-request', { reviewWait: 'PT1.5S', reviewLink: 'https://g.example/r' });
    await api.publishEvent('service.delivered', { id: 's-1', ...person('Kika'), consent: true });
    await api.publishEvent('service.delivered', { id: 's-3', ...person('Nina'), consent: false });
    expect((await mailed('kika@example.com')).text).toContain('https://g.example/r');
    expect((await api.runsOf(flow.id)).length).toBe(1);
  });

  test('on-call calls the next where the first does not answer', async () => {
    const onCall = [
      { nome: 'Lia', chat: '91' },
      { nome: 'Max', chat: '92' },
    ];
    const flow = await use('on-call', { onCall, answerWithin: 'PT8S' });
    await call(flow.webhook, { id: 'al-9', title: 'Site fora do ar' });
    await heard(91, 'Lia, assuma aqui');
    await heard(92, 'Max, assuma aqui');
    const [run] = await api.runsOf(flow.id);
    await api.made('POST', `/v1/approvals/${(await approval(run.id)).id}`, { decision: 'approved' });
    expect(await api.ended(run.id)).toMatchObject({ status: 'succeeded', output: { assumiu: 'Max' } });
    await heard(TEAM, 'Max assumiu');
  });

  test('csv-import takes the good rows and tells of the bad', async () => {
    const flow = await use('csv-import');
    const csv = 'sku;nome;preco;quantidade\nA1;Óleo 10W30;1.032,90;12\nB2;Pastilha;89,00;4\n;Sem;10,00;1\n';
    const answer = await call(flow.webhook, csv, { 'content-type': 'text/csv' });
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { lidas: 3, novas: 2, mudadas: 0, ruins: [{ linha: 4, sku: '', falta: 'sku' }], blocosComFalha: [] },
    ]);
    expect(await rows('Produtos')).toEqual(
      expect.arrayContaining([expect.objectContaining({ sku: 'A1', centavos: 103_290 })]),
    );
  });

  test('order-saga ships, or undoes what it did in order', async () => {
    world.on('/reservas', { status: 201, body: { id: 'r1' } });
    world.on('/cobrancas', { status: 201, body: { id: 'c1' } });
    world.on('/etiquetas', { status: 201, body: { id: 'e1' }, first: { times: 1, status: 422 } });
    const flow = await use('order-saga', {
      stockApi: `${world.url}/reservas`,
      payApi: `${world.url}/cobrancas`,
      shipApi: `${world.url}/etiquetas`,
    });
    const order = (id: string, name: string) => ({ id, ...person(name), cents: 18_990, sku: 'KIT' });
    expect((await call(flow.webhook, order('p-1', 'Olga'))).status).toBe(202);
    expect(await mailed('olga@example.com')).toMatchObject({ subject: 'Não conseguimos concluir o pedido p-1' });
    // Nobody can be called here: whoever bought hears of it all the same.
    expect(await firstRun(flow.id)).toMatchObject({ status: 'succeeded' });
    const undone = [world.hits('/cobrancas/c1/estorno')[0], world.hits('/reservas/r1')[0]];
    expect(undone.map((hit) => hit?.method)).toEqual(['POST', 'DELETE']);
    expect(Number(undone[0]?.at)).toBeLessThanOrEqual(Number(undone[1]?.at));
    expect((await call(flow.webhook, order('p-2', 'Pia'))).status).toBe(202);
    expect(await mailed('pia@example.com')).toMatchObject({ subject: 'Seu pedido p-2 está a caminho' });
  });
});
