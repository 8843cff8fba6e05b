import { coreTypes } from '#flow/core/core-types.ts';
import type { NodeType } from '#flow/node-type.ts';
import type { ConnectionKind } from '../api-types.ts';

const text = (pt: string, en: string) => ({ pt, en });

/** One action, as the catalogue of the API tells of it. */
const httpRequest: NodeType = {
  type: 'http.request',
  version: 1,
  kind: 'action',
  group: 'http',
  icon: 'world',
  title: text('Requisição HTTP', 'HTTP request'),
  description: text('Chama um endereço na internet', 'Calls an address on the internet'),
  config: {
    type: 'object',
    properties: {
      method: { enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], 'x-title': text('Método', 'Method') },
      url: { type: 'string', 'x-title': text('Endereço', 'Address'), examples: ['https://api.example/orders'] },
      headers: {
        type: 'object',
        additionalProperties: { anyOf: [{ type: 'string' }, { type: 'number' }] },
        'x-title': text('Cabeçalhos', 'Headers'),
        'x-help': text('Senhas e tokens ficam em uma conexão.', 'Passwords belong in a connection.'),
      },
      body: { 'x-title': text('Corpo', 'Body') },
      failOn: {
        anyOf: [{ const: '4xx5xx' }, { type: 'array', items: { type: 'integer' } }],
        default: '4xx5xx',
        'x-title': text('Falhar com', 'Fail on'),
      },
      followRedirects: {
        type: 'integer',
        minimum: 0,
        maximum: 20,
        default: 5,
        'x-title': text('Redirecionamentos', 'Redirects'),
      },
    },
    required: ['method', 'url'],
  },
  output: {
    type: 'object',
    properties: { status: { type: 'integer' }, headers: { type: 'object' }, body: {} },
    required: ['status', 'headers', 'body'],
  },
  ports: ['out'],
  timeout: 'PT30S',
  effect: 'unsafe',
  connection: { connectors: ['http'], required: false },
};

export const fakeTypes: NodeType[] = [...coreTypes, httpRequest];

export const fakeKinds: ConnectionKind[] = [
  {
    connector: 'http',
    title: text('Acesso HTTP', 'HTTP access'),
    description: text('Como assinar chamadas a certos endereços.', 'How to sign calls to certain addresses.'),
    icon: 'key',
    schema: {
      anyOf: [
        {
          type: 'object',
          properties: {
            auth: { const: 'bearer' },
            token: { type: 'string', 'x-title': text('Token', 'Token'), 'x-widget': 'secret' },
            hosts: {
              type: 'array',
              items: { type: 'string' },
              'x-title': text('Só para estes endereços', 'For these hosts only'),
            },
          },
          required: ['auth', 'token', 'hosts'],
        },
        {
          type: 'object',
          properties: {
            auth: { const: 'basic' },
            username: { type: 'string', 'x-title': text('Usuário', 'User') },
            password: { type: 'string', 'x-title': text('Senha', 'Password'), 'x-widget': 'secret' },
          },
          required: ['auth', 'username', 'password'],
        },
      ],
    },
  },
];
