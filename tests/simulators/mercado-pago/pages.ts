import { authorise } from './cycles.ts';
import { type CardWord, changePayment, changePreapproval, type World } from './world.ts';

const HEAD =
  '<!doctype html><html lang="pt-BR"><meta charset="utf-8"><title>Mercado Pago (simulado)</title><style>body{font:16px sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.6rem 1rem;margin:.3rem 0;display:block}code{word-break:break-all}</style>';

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const page = (body: string): string => `${HEAD}<body>${body}</body></html>`;
const button = (action: string, fields: Record<string, string>, label: string): string =>
  `<form method="post" action="${escaped(action)}">${Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`)
    .join('')}<button>${escaped(label)}</button></form>`;
const reais = (cents: number): string => `R$ ${(cents / 100).toFixed(2).replace('.', ',')}`;

/** What a payer's click brings: another page, or the way back. */
export type Shown = { html: string } | { location: string };

const CARDS: Readonly<Record<string, { label: string; words: CardWord[] }>> = {
  good: { label: 'Autorizar com cartão', words: ['approved'] },
  fails_later: { label: 'Autorizar com um cartão que falha no próximo mês', words: ['approved', 'rejected'] },
  fails_now: { label: 'Autorizar com um cartão que recusa a cobrança', words: ['rejected'] },
};

/** The page that `init_point` leads to. */
export const checkoutPage = (world: World, id: string): Shown => {
  const found = world.preapprovals.get(id);
  if (!found) return { html: page('<h1>Assinatura não encontrada</h1>') };
  if (found.status !== 'pending') return { html: page('<h1>Esta assinatura já foi decidida</h1>') };
  const at = '/subscriptions/checkout';
  return {
    html: page(
      `<h1>${escaped(found.reason)}</h1><p>${reais(found.amount)} a cada ${found.months === 12 ? 'ano' : 'mês'}</p>` +
        Object.entries(CARDS)
          .map(([card, { label }]) => button(at, { preapproval_id: id, card }, label))
          .join('') +
        button(at, { preapproval_id: id, card: 'declined' }, 'Cartão recusado') +
        `<p><a href="${escaped(found.backUrl)}">Desistir</a></p>`,
    ),
  };
};

export const checkoutDone = (world: World, form: URLSearchParams): Shown => {
  const id = form.get('preapproval_id') ?? '';
  const found = world.preapprovals.get(id);
  const card = CARDS[form.get('card') ?? ''];
  if (!found || found.status !== 'pending') return checkoutPage(world, id);
  if (!card)
    return {
      html: page(
        `<h1>O cartão foi recusado</h1><p><a href="/subscriptions/checkout?preapproval_id=${id}">Tentar outro</a></p>`,
      ),
    };
  authorise(world, found, [...card.words]);
  const back = new URL(found.backUrl);
  back.searchParams.set('preapproval_id', id);
  return { location: back.href };
};

/** Every Pix and every subscription, with what may happen to them. */
export const controlPage = (world: World): Shown => {
  const pix = [...world.payments.values()].filter(({ method, status }) => method === 'pix' && status === 'pending');
  const running = [...world.preapprovals.values()].filter(({ status }) => status !== 'cancelled');
  return {
    html: page(
      '<h1>Controle</h1><h2>Pix em aberto</h2>' +
        pix
          .map(
            ({ id, amount }) =>
              `<p>${id} · ${reais(amount)}</p>${button('/control/pix', { payment: String(id) }, `Pagar ${id}`)}`,
          )
          .join('') +
        '<h2>Assinaturas</h2>' +
        running
          .map(
            ({ id, status, reason }) =>
              `<p>${escaped(reason)} · ${status} · <code>${id}</code></p>` +
              button('/control/card', { preapproval: id, word: 'rejected' }, 'O cartão passa a recusar') +
              button('/control/card', { preapproval: id, word: 'approved' }, 'O cartão volta a aceitar') +
              button('/control/cancel', { preapproval: id }, 'O pagador cancela no Mercado Pago'),
          )
          .join(''),
    ),
  };
};

/** @returns whether there is such a thing to do */
export const controlDone = (world: World, path: string, form: URLSearchParams): boolean => {
  const preapproval = world.preapprovals.get(form.get('preapproval') ?? '');
  const payment = world.payments.get(Number(form.get('payment')));
  const now = world.clock.now();
  if (path === '/control/pix' && payment?.status === 'pending')
    changePayment(world, payment, { status: 'approved', detail: 'accredited', approvedAt: now });
  else if (path === '/control/card' && preapproval)
    preapproval.card = [form.get('word') === 'rejected' ? 'rejected' : 'approved'];
  else if (path === '/control/cancel' && preapproval && preapproval.status !== 'cancelled')
    changePreapproval(world, preapproval, { status: 'cancelled', nextAt: null });
  else return false;
  return true;
};
