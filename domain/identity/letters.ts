import type { Locale } from '#flow/json.ts';
import type { Letter } from '../mail/mailer.ts';

type Words = { subject: string; text: string };

const PRODUCT = 'Trama';

const letter = (to: string, locale: Locale, texts: { pt: Words; en: Words }): Letter => {
  const { subject, text } = locale === 'en' ? texts.en : texts.pt;
  return { to, subject, text };
};

export const magicLinkLetter = (to: string, url: string, locale: Locale): Letter =>
  letter(to, locale, {
    pt: {
      subject: `Seu link para entrar na ${PRODUCT}`,
      text: `Abra este link para entrar. Ele vale por 10 minutos e uma única vez:\n\n${url}\n\nSe não foi você que pediu, ignore esta mensagem: sem o link ninguém entra.`,
    },
    en: {
      subject: `Your link to sign in to ${PRODUCT}`,
      text: `Open this link to sign in. It is good for 10 minutes, and once:\n\n${url}\n\nIf you did not ask for it, ignore this message: without the link nobody gets in.`,
    },
  });

export const resetLetter = (to: string, url: string, locale: Locale): Letter =>
  letter(to, locale, {
    pt: {
      subject: 'Escolha uma nova senha',
      text: `Alguém, de preferência você, pediu uma nova senha. Escolha-a por este link, que vale por 1 hora e uma única vez:\n\n${url}\n\nDepois disso você sai de todos os aparelhos. Se não foi você que pediu, ignore esta mensagem: a senha continua a mesma.`,
    },
    en: {
      subject: 'Choose a new password',
      text: `Somebody, preferably you, asked for a new password. Choose it by this link, which is good for 1 hour, and once:\n\n${url}\n\nAfterwards you are signed out everywhere. If you did not ask for it, ignore this message: the password stays as it is.`,
    },
  });

export interface Arrival {
  device: string;
  ip: string;
  /** Where sessions are ended. */
  url: string;
  at: Date;
}

export const newDeviceLetter = (to: string, { device, ip, url, at }: Arrival, locale: Locale): Letter => {
  const when = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return letter(to, locale, {
    pt: {
      subject: `Entraram na sua conta de um aparelho novo: ${device}`,
      text: `Aparelho: ${device}\nEndereço IP: ${ip}\nQuando: ${when}\n\nFoi você? Então não há nada a fazer. Se não foi, encerre a sessão e troque a senha:\n\n${url}`,
    },
    en: {
      subject: `Your account was entered from a new device: ${device}`,
      text: `Device: ${device}\nIP address: ${ip}\nWhen: ${when}\n\nWas it you? Then there is nothing to do. If not, end the session and change the password:\n\n${url}`,
    },
  });
};
