import type { AddOn } from './add-on.ts';

const GIB = 1024 ** 3;

const addOn = (
  own: Pick<AddOn, 'key' | 'name' | 'description' | 'month' | 'sort'> & Partial<AddOn>,
): Omit<AddOn, 'revision'> => ({
  adds: {},
  features: {},
  tiers: [],
  maxQuantity: 50,
  active: true,
  year: own.month * 10,
  ...own,
});

/** What an installation sells beside its plans at first. */
export const FIRST_ADD_ONS: readonly Omit<AddOn, 'revision'>[] = [
  addOn({
    ...{ key: 'whatsapp-instance', month: 2_900, sort: 1, adds: { whatsapp_instances: 1, connections: 1 } },
    name: { pt: 'Mais um número de WhatsApp', en: 'One more WhatsApp number' },
    description: {
      pt: 'Um número a mais, conectado ao mesmo tempo.',
      en: 'One more number, connected at the same time.',
    },
  }),
  addOn({
    ...{ key: 'storage-10gb', month: 2_900, sort: 2, adds: { storage_bytes: 10 * GIB } },
    name: { pt: 'Mais 10 GB', en: '10 GB more' },
    description: { pt: 'Espaço para arquivos e mídias.', en: 'Room for files and media.' },
  }),
  addOn({
    ...{ key: 'users-5', month: 3_900, sort: 3, adds: { users: 5 } },
    name: { pt: 'Mais 5 pessoas', en: '5 more people' },
    description: { pt: 'Cinco pessoas a mais na conta.', en: 'Five more people in the account.' },
  }),
  addOn({
    ...{ key: 'runs-10000', month: 4_900, sort: 4, adds: { runs: 10_000 } },
    name: { pt: 'Mais 10.000 execuções', en: '10,000 more runs' },
    description: { pt: 'Todo mês, além das do plano.', en: 'Each month, beside those of the plan.' },
  }),
  addOn({
    ...{ key: 'messages-5000', month: 5_900, sort: 5, adds: { messages: 5_000 } },
    name: { pt: 'Mais 5.000 mensagens', en: '5,000 more messages' },
    description: { pt: 'Todo mês, além das do plano.', en: 'Each month, beside those of the plan.' },
  }),
  addOn({
    ...{ key: 'ai', month: 7_900, sort: 6, features: { ai: true }, maxQuantity: 1 },
    name: { pt: 'Inteligência artificial', en: 'Artificial intelligence' },
    description: { pt: 'Assistente e ações de IA nos fluxos.', en: 'The assistant, and AI actions in flows.' },
  }),
  // Not for sale: a domain and a sender of one's own come with white label itself, and colour and logo are everybody's.
  addOn({
    ...{ active: false, key: 'white-label', month: 199_700, sort: 7, features: { white_label: true }, maxQuantity: 1 },
    name: { pt: 'Marca própria', en: 'White label' },
    description: { pt: 'Sua marca, seu domínio, seu remetente.', en: 'Your brand, your domain, your sender.' },
  }),
];
