import type { Locale } from '#flow/json.ts';
import { inLetter } from '../../mail/in-letter.ts';
import type { Letter } from '../../mail/mailer.ts';

/** Hours that the link is good for. */
export const SIGN_UP_HOURS = 24;

/** The link that proves the address. */
export const signUpLetter = (
  to: string,
  { url, ...typed }: { name: string; company: string; url: string },
  locale: Locale,
): Letter => {
  const [name, company] = [inLetter(typed.name), inLetter(typed.company)];
  const hello = `${locale === 'en' ? 'Hello' : 'Olá'}${name === null ? '' : `, ${name}`}.`;
  const account =
    locale === 'en'
      ? company === null
        ? 'your account'
        : `the account of ${company}`
      : company === null
        ? 'sua conta'
        : `a conta de ${company}`;
  return locale === 'en'
    ? {
        to,
        subject: 'Confirm your e-mail, and Trama is yours',
        text: `${hello}\n\nOpen this link to make ${account}; it is good for ${SIGN_UP_HOURS} hours, and once:\n\n${url}\n\nIf it was not you who asked for it, ignore this message: without the link nothing is made.`,
      }
    : {
        to,
        subject: 'Confirme seu e-mail e a Trama é sua',
        text: `${hello}\n\nAbra este link para criar ${account}; ele vale por ${SIGN_UP_HOURS} horas e uma única vez:\n\n${url}\n\nSe não foi você que pediu, ignore esta mensagem: sem o link nada é criado.`,
      };
};

/** Who signs up and has an account hears so here, and nowhere else: the page says the same to everybody. */
export const knownLetter = (to: string, url: string, locale: Locale): Letter =>
  locale === 'en'
    ? {
        to,
        subject: 'You have an account on Trama already',
        text: `Somebody, preferably you, asked for a new account with this e-mail. There is one already: sign in with it, by password or by a link that we send you:\n\n${url}\n\nFor one more company, sign in and choose “Make another account” under “Switch account”. If it was not you, there is nothing to do: nothing was made, and nobody got in.`,
      }
    : {
        to,
        subject: 'Você já tem uma conta na Trama',
        text: `Alguém, de preferência você, pediu uma conta nova com este e-mail. Ela já existe: entre com a senha ou com um link que mandamos para você:\n\n${url}\n\nPara mais uma empresa, entre e escolha “Criar outra conta” em “Trocar de conta”. Se não foi você, não há nada a fazer: nada foi criado e ninguém entrou.`,
      };
