import { z } from 'zod';
import { NOTE_LEVELS } from '#flow/contracts/notifications.ts';
import { field } from '../form-field.ts';

/** A path of the builder, or https: never `javascript:`, never `//host`, which leads elsewhere under our name. */
const LINK = /^(\/(?![/\\])|https:\/\/)[^\s\p{Cc}\\]*$/u;

export const to = () =>
  field(z.union([z.string().min(1).max(320), z.array(z.string().min(1).max(320)).min(1).max(100)]), {
    title: { pt: 'Para', en: 'To' },
    help: {
      pt: 'E-mails de pessoas da conta, ou papéis: owner, admin, editor, operator, viewer. Para todas: all.',
      en: 'E-mails of people of the account, or roles: owner, admin, editor, operator, viewer. For everybody: all.',
    },
    widget: 'list',
    examples: ['admin'],
  });

export const title = () =>
  field(z.string().trim().min(1).max(120), {
    title: { pt: 'Título', en: 'Title' },
    examples: ['Pedido {{ trigger.data.id }} pago'],
  });

export const body = () =>
  field(z.string().max(1_000).default(''), { title: { pt: 'Texto', en: 'Text' }, lines: 'many', widget: 'text' });

export const level = () =>
  field(z.enum(NOTE_LEVELS).default('info'), {
    title: { pt: 'Tom', en: 'Level' },
    widget: 'select',
    labels: {
      info: { pt: 'Informação', en: 'Information' },
      success: { pt: 'Deu certo', en: 'Success' },
      warning: { pt: 'Atenção', en: 'Warning' },
      error: { pt: 'Problema', en: 'Problem' },
    },
  });

export const link = () =>
  field(z.string().max(1_000).regex(LINK, 'must be a path, like /approvals, or an https address').optional(), {
    title: { pt: 'Leva a', en: 'Leads to' },
    help: { pt: 'O que se abre com um clique. Vazio: a execução.', en: 'What a click opens. Empty: the run.' },
    examples: ['/approvals'],
  });

export const listOf = (value: string | readonly string[]): string[] => [
  ...new Set((typeof value === 'string' ? [value] : value).map((one) => one.trim().toLowerCase())),
];
