import type { Locale } from '#flow/json.ts';
import { inLetter } from '../mail/in-letter.ts';
import type { Letter } from '../mail/mailer.ts';
import { INVITE_DAYS } from './invites.ts';

export interface Invitation {
  to: string;
  tenantName: string;
  /** Who invites, as people know them. */
  by: string;
  /** The link. */
  url: string;
}

/** What somebody gets who is invited. The names in it are a tenant's own words: in plain text, and nothing that reads as a link. */
export const inviteLetter = ({ to, url, ...named }: Invitation, locale: Locale): Letter => {
  const by = inLetter(named.by) ?? (locale === 'en' ? 'Somebody' : 'Alguém');
  const whoever = inLetter(named.by) ?? (locale === 'en' ? 'whoever this is' : 'quem convida');
  const tenantName = inLetter(named.tenantName) ?? (locale === 'en' ? 'an account' : 'uma conta');
  return locale === 'en'
    ? {
        to,
        subject: `${by} invites you to ${tenantName} on Trama`,
        text: `${by} invites you to work in ${tenantName} on Trama, the platform for automations.\n\nOpen this link to accept; it is good for ${INVITE_DAYS} days, and once:\n\n${url}\n\nIf you do not know ${whoever}, ignore this message: without the link nothing happens.`,
      }
    : {
        to,
        subject: `${by} convida você para ${tenantName} na Trama`,
        text: `${by} convida você para trabalhar em ${tenantName} na Trama, a plataforma de automações.\n\nAbra este link para aceitar; ele vale por ${INVITE_DAYS} dias e uma única vez:\n\n${url}\n\nSe você não conhece ${whoever}, ignore esta mensagem: sem o link nada acontece.`,
      };
};
