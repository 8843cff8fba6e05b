import { z } from 'zod';
import type { ContactChannel } from '#flow/contracts/consents.ts';
import { failure } from '#flow/errors.ts';
import type { ActionContext } from '../action-context.ts';
import { field } from '../form-field.ts';
import { addressOf } from './address-of.ts';

/** What a contact asked for itself: it is sent whatever they refused to get. */
const TRANSACTIONAL = 'transactional';
const ANY = '*';

/** Why a message is sent, for the ledger of consents. */
export const purpose = () =>
  field(
    z
      .string()
      .trim()
      .regex(/^[\p{L}\p{N}_.-]{1,60}$/u, 'must be one word')
      .optional(),
    {
      title: { pt: 'Finalidade', en: 'Purpose' },
      help: {
        pt: 'Por exemplo marketing: quem retirou o consentimento não recebe. Vazio: só quem não quer receber nada fica de fora. transactional: vai sempre (recibo, código, resposta a um pedido).',
        en: 'For example marketing: who withdrew does not get it. Empty: only who wants nothing at all is left out. transactional: always goes (a receipt, a code, an answer to what was asked).',
      },
      examples: ['marketing'],
      rare: true,
    },
  );

/** @throws `consent_withdrawn` for the first address that does not want it (docs/decisions/734) */
export const refuseWithdrawn = async (
  context: ActionContext,
  channel: ContactChannel,
  addresses: readonly string[],
  given: string | undefined,
): Promise<void> => {
  const { consents } = context.services;
  if (!consents || given === TRANSACTIONAL) return;
  for (const address of addresses) {
    const { status, since } = await consents.check(
      context.tenant.id,
      await addressOf(context, channel, address),
      given ?? ANY,
    );
    if (status !== 'withdrawn') continue;
    throw failure(
      'consent_withdrawn',
      `Este contato não quer receber mensagens (${given ?? 'de nenhum tipo'}).`,
      `This contact does not want to get messages (${given ?? 'of any kind'}).`,
      { details: { channel, purpose: given ?? ANY, since } },
    );
  }
};
