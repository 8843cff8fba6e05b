import { z } from 'zod';
import { connectionType, hosts } from '../connection.ts';
import { mayReceive } from '../dial/redirect.ts';
import { field } from '../form-field.ts';

const secret = (pt: string, en: string) =>
  field(z.string().min(1).max(16_384), { title: { pt, en }, widget: 'secret' });
const plain = (pt: string, en: string) => field(z.string().min(1).max(512), { title: { pt, en } });

/** Of the way on which a person signs in. */
const pageOf = (pt: string, en: string) =>
  field(z.url({ protocol: /^https?$/ }).max(2_048), { title: { pt, en }, widget: 'url' });

const issue = (path: string, message: string) => ({ code: 'custom' as const, path: [path], message });

/** The token server is one of the hosts: so changing it asks for the secrets again, like any other host. */
const oauth2 = () =>
  z
    .strictObject({
      auth: z.literal('oauth2'),
      grant: field(
        z.enum(['client_credentials', 'refresh_token', 'authorization_code']).default('client_credentials'),
        {
          title: { pt: 'Concessão', en: 'Grant' },
          widget: 'select',
          labels: {
            client_credentials: { pt: 'Credenciais do cliente', en: 'Client credentials' },
            refresh_token: { pt: 'Token de renovação', en: 'Refresh token' },
            authorization_code: { pt: 'Uma pessoa entra com a conta dela', en: 'A person signs in with an account' },
          },
        },
      ),
      tokenUrl: field(z.url({ protocol: /^https?$/ }).max(512), {
        title: { pt: 'Endereço dos tokens', en: 'Token address' },
        help: {
          pt: 'Seu servidor precisa estar entre os endereços abaixo.',
          en: 'Its host must be among the hosts below.',
        },
        widget: 'url',
        examples: ['https://auth.example.com/oauth/token'],
      }),
      authorizeUrl: pageOf('Endereço de entrada', 'Sign-in address').optional(),
      accountUrl: pageOf('Endereço que diz quem entrou', 'Address that says who signed in').optional(),
      revokeUrl: pageOf('Endereço que revoga', 'Address that revokes').optional(),
      clientId: plain('ID do cliente', 'Client id'),
      clientSecret: secret('Segredo do cliente', 'Client secret').optional(),
      refreshToken: secret('Token de renovação', 'Refresh token').optional(),
      scope: plain('Escopo', 'Scope').optional(),
      audience: plain('Audiência', 'Audience').optional(),
      clientAuth: field(z.enum(['basic', 'body']).default('basic'), {
        title: { pt: 'Como o cliente se identifica', en: 'How the client identifies itself' },
        help: { pt: 'basic: no cabeçalho. body: no corpo.', en: 'basic: in the header. body: in the body.' },
        widget: 'select',
        labels: { basic: { pt: 'No cabeçalho', en: 'In the header' }, body: { pt: 'No corpo', en: 'In the body' } },
      }),
      hosts: hosts(),
    })
    .superRefine((body, context) => {
      if (!mayReceive(body.hosts, new URL(body.tokenUrl)))
        context.addIssue(issue('tokenUrl', 'its host must be one of `hosts`'));
      for (const name of ['accountUrl', 'revokeUrl'] as const)
        if (body[name] !== undefined && !mayReceive(body.hosts, new URL(body[name])))
          context.addIssue(issue(name, 'its host must be one of `hosts`'));
      if (body.grant === 'authorization_code' && body.authorizeUrl === undefined)
        context.addIssue(issue('authorizeUrl', 'is missing'));
      if (body.grant === 'refresh_token' && body.refreshToken === undefined)
        context.addIssue(issue('refreshToken', 'is missing'));
      if (body.grant === 'client_credentials' && body.clientSecret === undefined)
        context.addIssue(issue('clientSecret', 'is missing'));
    });

export const httpConnection = connectionType({
  connector: 'http',
  title: { pt: 'Acesso HTTP', en: 'HTTP access' },
  description: { pt: 'Como assinar chamadas a certos endereços.', en: 'How to sign calls to certain addresses.' },
  icon: 'key',
  fields: z.discriminatedUnion('auth', [
    z.strictObject({
      auth: z.literal('basic'),
      username: plain('Usuário', 'User'),
      password: secret('Senha', 'Password'),
      hosts: hosts(),
    }),
    z.strictObject({ auth: z.literal('bearer'), token: secret('Token', 'Token'), hosts: hosts() }),
    z.strictObject({
      auth: z.literal('header'),
      header: field(z.string().regex(/^[\w!#$%&'*+\-.^`|~]+$/), {
        title: { pt: 'Cabeçalho', en: 'Header' },
        examples: ['X-Api-Key'],
      }),
      value: secret('Valor', 'Value'),
      hosts: hosts(),
    }),
    oauth2(),
  ]),
  hosts: null,
  secret: ['password', 'token', 'value', 'clientSecret', 'refreshToken'],
});
