import { z } from 'zod';
import { anyJson, field } from '../form-field.ts';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Config of `http.request` (`flow-language.md` §10), after its expressions were read. */
export const httpConfig = z.strictObject({
  method: field(z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']), {
    title: { pt: 'Método', en: 'Method' },
    widget: 'select',
  }),
  url: field(z.string().min(1).max(8192), {
    title: { pt: 'Endereço', en: 'Address' },
    help: { pt: 'Completo, com https://', en: 'Whole, with https://' },
    widget: 'url',
    examples: ['https://api.example/orders'],
  }),
  headers: field(z.record(z.string(), scalar).optional(), {
    title: { pt: 'Cabeçalhos', en: 'Headers' },
    help: {
      pt: 'Senhas e tokens ficam em uma conexão, não aqui. Valor vazio (null): não é enviado.',
      en: 'Passwords and tokens belong in a connection, not here. A null is not sent.',
    },
    widget: 'keyvalue',
  }),
  query: field(
    z
      .record(
        z.string(),
        z.union([
          field(scalar, { title: { pt: 'Um valor', en: 'One value' } }),
          field(z.array(scalar), { title: { pt: 'Vários', en: 'Several' } }),
        ]),
      )
      .optional(),
    {
      title: { pt: 'Parâmetros do endereço', en: 'Query' },
      rare: true,
      help: {
        pt: 'Somados aos do endereço; uma lista repete o nome.',
        en: 'Added to those of the address; a list repeats the name.',
      },
      widget: 'keyvalue',
    },
  ),
  body: field(anyJson().optional(), {
    title: { pt: 'Corpo', en: 'Body' },
    rare: false,
    help: { pt: 'Não é enviado com GET e HEAD.', en: 'Not sent with GET and HEAD.' },
    widget: 'json',
  }),
  bodyType: field(z.enum(['json', 'form', 'multipart', 'text', 'binary']).optional(), {
    title: { pt: 'Formato do corpo', en: 'Body type' },
    help: {
      pt: 'Sem escolha: um texto vai como está, o resto como JSON.',
      en: 'Without a choice a text goes as it is, the rest as JSON.',
    },
    widget: 'select',
    labels: {
      json: { pt: 'JSON', en: 'JSON' },
      form: { pt: 'Formulário', en: 'Form' },
      multipart: { pt: 'Formulário com arquivos', en: 'Form with files' },
      text: { pt: 'Texto', en: 'Text' },
      binary: { pt: 'Arquivo', en: 'File' },
    },
  }),
  response: field(z.enum(['auto', 'json', 'text', 'file']).default('auto'), {
    title: { pt: 'Ler a resposta como', en: 'Read the answer as' },
    widget: 'select',
    labels: {
      auto: { pt: 'Automático', en: 'Automatic' },
      json: { pt: 'JSON', en: 'JSON' },
      text: { pt: 'Texto', en: 'Text' },
      file: { pt: 'Arquivo', en: 'File' },
    },
  }),
  failOn: field(
    z
      .union([
        z.literal('4xx5xx'),
        field(z.array(z.int().min(100).max(599)), { title: { pt: 'Só estes', en: 'These only' } }),
      ])
      .default('4xx5xx'),
    {
      title: { pt: 'Falhar com', en: 'Fail on' },
      help: {
        pt: 'Os status que são falha; os outros seguem em frente.',
        en: 'The statuses that are failures; others go on.',
      },
      widget: 'list',
    },
  ),
  followRedirects: field(z.int().min(0).max(20).default(5), {
    title: { pt: 'Redirecionamentos seguidos', en: 'Redirects followed' },
    help: { pt: '0: o redirecionamento é a resposta.', en: '0: the redirect is the answer.' },
  }),
});

export type HttpConfig = z.output<typeof httpConfig>;
export type Scalar = z.output<typeof scalar>;
