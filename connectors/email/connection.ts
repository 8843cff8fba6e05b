import { z } from 'zod';
import { connectionType } from '../connection.ts';
import { field } from '../form-field.ts';
import { oneAddress } from './addresses.ts';
import { signInOnly } from './sign-in-only.ts';

/** A host name or address as it stands in front of a port: no scheme, no path, nothing that would be several. */
const HOST = /^(\[[0-9a-fA-F:.]+\]|[\p{L}\p{N}.-]{1,253})$/u;

/** A mail server, and who sends through it. The password goes to that server and port and nowhere else. */
export const smtpConnection = connectionType({
  connector: 'smtp',
  title: { pt: 'Servidor de e-mail (SMTP)', en: 'Mail server (SMTP)' },
  description: {
    pt: 'Por onde os e-mails saem: o servidor da sua hospedagem, Gmail, Amazon SES e outros.',
    en: 'Where mail leaves from: the server of your host, Gmail, Amazon SES and others.',
  },
  icon: 'mail-cog',
  fields: z.strictObject({
    host: field(z.string().trim().regex(HOST), {
      title: { pt: 'Servidor', en: 'Server' },
      examples: ['smtp.example.com'],
    }),
    port: field(z.int().min(1).max(65_535).default(587), { title: { pt: 'Porta', en: 'Port' } }),
    security: field(z.enum(['starttls', 'tls', 'none']).default('starttls'), {
      title: { pt: 'Proteção', en: 'Security' },
      help: {
        pt: 'starttls: porta 587. tls: porta 465. none: sem cifra, só dentro da sua rede; a senha então não é enviada.',
        en: 'starttls: port 587. tls: port 465. none: not encrypted, inside your network only; no password is sent then.',
      },
      widget: 'select',
      labels: {
        starttls: { pt: 'STARTTLS (porta 587)', en: 'STARTTLS (port 587)' },
        tls: { pt: 'TLS (porta 465)', en: 'TLS (port 465)' },
        none: { pt: 'Sem proteção', en: 'None' },
      },
    }),
    user: field(z.string().min(1).max(320).optional(), { title: { pt: 'Usuário', en: 'User' } }),
    password: field(z.string().min(1).max(1_024).optional(), {
      title: { pt: 'Senha', en: 'Password' },
      help: {
        pt: 'No Gmail e no Outlook, uma senha de aplicativo.',
        en: 'With Gmail and Outlook, an app password.',
      },
      widget: 'secret',
    }),
    ca: field(z.string().max(20_000).includes('BEGIN CERTIFICATE').optional(), {
      title: { pt: 'Certificado da autoridade (PEM)', en: 'Certificate authority (PEM)' },
      help: {
        pt: 'Só para servidores próprios, cujo certificado não é de uma autoridade pública.',
        en: 'Only for servers of your own, whose certificate is not from a public authority.',
      },
      widget: 'text',
    }),
    from: field(oneAddress(), {
      title: { pt: 'Remetente', en: 'From' },
      help: { pt: 'Quem assina os e-mails que saem por aqui.', en: 'Who signs the mail that leaves here.' },
      examples: ['Oficina Silva <contato@example.com>'],
    }),
  }),
  hosts: null,
  hostsFrom: ({ host, port }) => [`${String(host).toLowerCase()}:${String(port)}`],
  secret: ['password'],
  test: signInOnly,
});
