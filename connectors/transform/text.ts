import { z } from 'zod';
import type { Json } from '#flow/json.ts';
import { action } from '../action.ts';
import { anyJson, field } from '../form-field.ts';
import { encoding, input, inputText } from './input-text.ts';
import { OPERATIONS, transformText as transform } from './text-operations.ts';

export const transformText = action({
  id: 'transform.text',
  version: 1,
  title: { pt: 'Transformar texto', en: 'Transform text' },
  description: {
    pt: 'O que expressões não fazem com textos: todas as ocorrências de um padrão, HTML, modelos, arquivos.',
    en: 'What expressions do not do with texts: all matches of a pattern, HTML, templates, files.',
  },
  group: 'data',
  icon: 'text-recognition',
  config: z.strictObject({
    operation: field(z.enum(OPERATIONS), {
      title: { pt: 'Operação', en: 'Operation' },
      widget: 'select',
      labels: {
        read: { pt: 'Ler um arquivo', en: 'Read a file' },
        extract: { pt: 'Extrair um padrão', en: 'Extract a pattern' },
        replace: { pt: 'Trocar um padrão', en: 'Replace a pattern' },
        fill: { pt: 'Preencher um modelo', en: 'Fill a template' },
        slug: { pt: 'Nome para endereço', en: 'Name for an address' },
        htmlToText: { pt: 'HTML para texto', en: 'HTML to text' },
        escapeHtml: { pt: 'Proteger HTML', en: 'Escape HTML' },
        unescapeHtml: { pt: 'Desproteger HTML', en: 'Unescape HTML' },
        base64Decode: { pt: 'Abrir Base64', en: 'Decode Base64' },
        urlDecode: { pt: 'Abrir endereço (URL)', en: 'Decode a URL' },
        hash: { pt: 'Resumo (hash)', en: 'Hash' },
      },
    }),
    input: input(),
    pattern: field(z.string().min(1).max(1_000).optional(), {
      title: { pt: 'Padrão', en: 'Pattern' },
      help: {
        pt: 'Expressão regular (RE2): (?i) ignora maiúsculas, (?P<nome>…) dá nome a um grupo.',
        en: 'A regular expression (RE2): (?i) ignores case, (?P<name>…) names a group.',
      },
      when: { operation: ['extract', 'replace'] },
      examples: ['(\\d{3})-(\\d{4})'],
    }),
    replacement: field(z.string().max(10_000).optional(), {
      title: { pt: 'Trocar por', en: 'Replace with' },
      help: { pt: 'Vai como está: $ não é especial.', en: 'Goes as it is: $ is not special.' },
      when: { operation: ['replace'] },
    }),
    values: field(z.record(z.string(), anyJson()).optional(), {
      title: { pt: 'Valores', en: 'Values' },
      help: {
        pt: 'O que entra no lugar de cada {nome} do modelo.',
        en: 'What takes the place of each {name} of the template.',
      },
      when: { operation: ['fill'] },
      widget: 'keyvalue',
    }),
    algorithm: field(z.enum(['sha256', 'sha512', 'sha1', 'md5']).default('sha256'), {
      title: { pt: 'Algoritmo', en: 'Algorithm' },
      when: { operation: ['hash'] },
      labels: {
        sha256: { pt: 'SHA-256', en: 'SHA-256' },
        sha512: { pt: 'SHA-512', en: 'SHA-512' },
        sha1: { pt: 'SHA-1', en: 'SHA-1' },
        md5: { pt: 'MD5', en: 'MD5' },
      },
      help: {
        pt: 'SHA-1 e MD5: só para sistemas que pedem.',
        en: 'SHA-1 and MD5: only where asked for.',
      },
      widget: 'select',
    }),
    encoding: encoding(),
  }),
  output: z.object({ text: z.string(), matches: z.array(z.array(z.string().nullable())) }),
  effect: 'none',
  example: { text: 'ola-mundo', matches: [] },
  run: async ({ input: from, encoding: charset, values, ...config }, context) => {
    const text = await inputText(from, charset, context);
    return transform(text, { ...config, values: (values ?? {}) as Record<string, Json> });
  },
});
