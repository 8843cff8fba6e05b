import { charge } from './charging.ts';
import { keepCard, payPage } from './checkout.ts';
import { CARDS, type CardNumber } from './objects.ts';
import { settle } from './passing-time.ts';
import { Refusal } from './refusal.ts';
import { need, type World } from './world.ts';

export interface Page {
  status: number;
  html?: string;
  location?: string;
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

const money = (cents: number): string => (cents / 100).toLocaleString('pt-BR', { style: 'currency', currency: 'BRL' });

const page = (title: string, body: string, status = 200): Page => ({
  status,
  html: `<!doctype html><html lang="pt-BR"><meta charset="utf-8"><title>${escaped(title)}</title>
<style>body{font:16px/1.5 system-ui;max-width:26rem;margin:3rem auto;padding:0 1rem}label,button,a{display:block;margin:.75rem 0}
input{width:100%;font:inherit;padding:.5rem;box-sizing:border-box}button{font:inherit;padding:.6rem 1rem}.error{color:#b00020}</style>
<h1>${escaped(title)}</h1>${body}</html>`,
});

const cardForm = (action: string, button: string, error: string | null): string => `
${error === null ? '' : `<p class="error" role="alert">${escaped(error)}</p>`}
<form method="post" action="${escaped(action)}">
<label>Número do cartão <input name="card" inputmode="numeric" autocomplete="off" value="4242 4242 4242 4242"></label>
<button>${escaped(button)}</button></form>`;

const DECLINED = 'O cartão foi recusado. Tente outro.';

/** The number that was written, or null where Stripe would call it none. */
const numberIn = (form: URLSearchParams): CardNumber | null => {
  const digits = (form.get('card') ?? '').replace(/\D/g, '');
  return Object.hasOwn(CARDS, digits) ? (digits as CardNumber) : null;
};

const checkoutPage = (world: World, id: string, form: URLSearchParams | null): Page => {
  const session = need(world.sessions, id);
  if (session.status === 'complete') return { status: 303, location: session.success_url };
  if (session.status === 'expired') return page('Esta página expirou', '<p>Volte e comece de novo.</p>', 410);
  let error: string | null = null;
  if (form !== null) {
    const number = numberIn(form);
    if (number === null) error = 'O número do cartão está incorreto.';
    else
      try {
        return { status: 303, location: payPage(world, id, number).success_url };
      } catch (thrown) {
        if (!(thrown instanceof Refusal)) throw thrown;
        error = DECLINED;
      }
  }
  const back = `<a href="${escaped(session.cancel_url)}">Voltar sem pagar</a>`;
  const verb = session.mode === 'subscription' ? 'Assinar' : 'Pagar';
  return page(`${verb}: ${money(session.amount_total)}`, cardForm(`/c/pay/${id}`, verb, error) + back);
};

const portalPage = (world: World, id: string, form: URLSearchParams | null): Page => {
  const { customer, returnTo } = need(world.portals, id);
  const number = form === null ? null : numberIn(form);
  if (form !== null && number !== null && number !== '4000000000000002') {
    const known = need(world.customers, customer);
    known.invoice_settings.default_payment_method = keepCard(world, customer, number);
    world.emit('customer.updated', known);
    return { status: 303, location: returnTo };
  }
  const error = form === null ? null : DECLINED;
  const back = `<a href="${escaped(returnTo)}">Voltar</a>`;
  return page('Trocar de cartão', cardForm(`/p/session/${id}`, 'Salvar cartão', error) + back);
};

const invoicePage = (world: World, id: string, form: URLSearchParams | null): Page => {
  const invoice = need(world.invoices, id);
  if (invoice.status !== 'open') return page(invoice.status === 'paid' ? 'Fatura paga' : 'Fatura encerrada', '');
  let error: string | null = null;
  const number = form === null ? null : numberIn(form);
  if (form !== null)
    try {
      charge(world, invoice, true, number === null ? null : keepCard(world, invoice.customer, number));
      const subscription = world.subscriptions.get(invoice.parent?.subscription_details.subscription ?? '');
      if (subscription) settle(world, subscription, invoice);
      return page('Fatura paga', '');
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      error = DECLINED;
    }
  return page(`Fatura: ${money(invoice.amount_due)}`, cardForm(`/i/${id}`, 'Pagar', error));
};

/** The pages that payers see. `form`: what they sent; null: they only look. Null: no such page. */
export const pageAt = (world: World, path: string, form: URLSearchParams | null): Page | null => {
  const [, kind, id = ''] = /^\/(c\/pay|p\/session|i)\/([^/]+)$/.exec(path) ?? [];
  try {
    if (kind === 'c/pay') return checkoutPage(world, id, form);
    if (kind === 'p/session') return portalPage(world, id, form);
    return kind === 'i' ? invoicePage(world, id, form) : null;
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return null;
    throw error;
  }
};
