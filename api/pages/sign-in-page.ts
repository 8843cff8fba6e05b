import type { SignInEnd } from '#api/connections/sign-in.ts';
import type { Locale } from '#flow/json.ts';
import { APPROVAL_HEADERS, noticePage } from './approval-page.ts';
import { html } from './html.ts';

/** Nothing but words: the same walls as the page of an approval. */
export const SIGN_IN_HEADERS = APPROVAL_HEADERS;

const TEXTS = {
  'pt-BR': {
    done: (name: string) => `Conectado: ${name}`,
    doneHelp: (account: string | null) =>
      account ? `Entrou como ${account}. Você pode fechar esta janela.` : 'Você pode fechar esta janela.',
    unknown: 'Este caminho de volta não vale',
    unknownHelp: 'Ele vale uma vez, por dez minutos, e só na sessão que o começou. Comece de novo em Conexões.',
    session: 'Entre no Trama antes',
    sessionHelp: 'Sua sessão acabou no caminho. Entre e comece de novo em Conexões.',
    refused: (name: string) => `Não deu para entrar: ${name}`,
    back: 'Voltar às conexões',
    codes: {
      access_denied: 'O acesso não foi permitido, por você ou por quem administra a conta.',
      invalid_scope: 'O provedor não conhece um dos escopos pedidos. Confira o campo Escopo da conexão.',
      unauthorized_client: 'O provedor não permite este tipo de entrada para este cliente. Confira o cadastro lá.',
      invalid_client: 'O provedor não aceita o ID ou o segredo do cliente. Confira os dois na conexão.',
      invalid_grant: 'O provedor não aceitou o código. Confira se o endereço de retorno cadastrado lá é o do Trama.',
      redirect_uri_mismatch: 'O endereço de retorno cadastrado no provedor não é o do Trama.',
      server_error: 'O provedor está com problemas. Tente de novo mais tarde.',
      temporarily_unavailable: 'O provedor está fora do ar. Tente de novo mais tarde.',
    },
    other: (code: string) => `O provedor recusou: ${code}.`,
  },
  en: {
    done: (name: string) => `Connected: ${name}`,
    doneHelp: (account: string | null) =>
      account ? `Signed in as ${account}. You may close this window.` : 'You may close this window.',
    unknown: 'This way back is not valid',
    unknownHelp: 'It is good once, for ten minutes, and only in the session that began it. Begin again in Connections.',
    session: 'Sign in to Trama first',
    sessionHelp: 'Your session ended on the way. Sign in and begin again in Connections.',
    refused: (name: string) => `Could not sign in: ${name}`,
    back: 'Back to the connections',
    codes: {
      access_denied: 'Access was not allowed, by you or by who administers the account.',
      invalid_scope: 'The provider does not know one of the scopes. Check the field Scope of the connection.',
      unauthorized_client:
        'The provider does not allow this kind of sign-in for this client. Check what is registered there.',
      invalid_client: 'The provider does not take the client id or secret. Check both in the connection.',
      invalid_grant:
        'The provider did not take the code. Check that the return address registered there is the one of Trama.',
      redirect_uri_mismatch: 'The return address registered at the provider is not the one of Trama.',
      server_error: 'The provider is in trouble. Try again later.',
      temporarily_unavailable: 'The provider is down. Try again later.',
    },
    other: (code: string) => `The provider refused: ${code}.`,
  },
} as const;

/** What a person reads who comes back from a provider. */
export function signInPage(end: SignInEnd | { kind: 'session' }, locale: Locale): string {
  const t = TEXTS[locale];
  const page = (title: string, text: string) =>
    noticePage(locale, title, html`<h1>${title}</h1><p>${text}</p><p><a href="/connections">${t.back}</a></p>`);
  switch (end.kind) {
    case 'done':
      return page(t.done(end.name), t.doneHelp(end.account));
    case 'refused': {
      const known: Record<string, string> = t.codes;
      return page(t.refused(end.name), known[end.code] ?? t.other(end.code));
    }
    case 'session':
      return page(t.session, t.sessionHelp);
    case 'unknown':
      return page(t.unknown, t.unknownHelp);
  }
}
