import { z } from 'zod';
import { connectionType } from '../connection.ts';
import { field } from '../form-field.ts';

/** A secret to sign and verify texts with. It is never sent anywhere: it has no hosts. */
export const secretConnection = connectionType({
  connector: 'secret',
  title: { pt: 'Segredo', en: 'Secret' },
  description: { pt: 'Uma chave para assinar e conferir textos.', en: 'A key to sign and verify texts with.' },
  icon: 'lock',
  fields: z.strictObject({
    secret: field(z.string().min(1).max(4096), { title: { pt: 'Segredo', en: 'Secret' }, widget: 'secret' }),
  }),
  secret: ['secret'],
  hosts: [],
});
