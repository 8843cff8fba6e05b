import { z } from 'zod';
import { connectionType, hosts } from '../connection.ts';
import { field } from '../form-field.ts';

const secret = (pt: string, en: string) =>
  field(z.string().min(1).max(16_384), { title: { pt, en }, widget: 'secret' });
const plain = (pt: string, en: string) => field(z.string().min(1).max(512), { title: { pt, en } });

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
  ]),
  hosts: null,
  secret: ['password', 'token', 'value'],
});
