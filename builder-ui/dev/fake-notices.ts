import type { Notice } from '../api-types.ts';

const newId = (prefix: string) => `${prefix}_${crypto.randomUUID().replaceAll('-', '')}`;
const before = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const notice = (more: Partial<Notice>): Notice => ({
  id: newId('ntf'),
  title: 'Pedido 42 pago',
  body: '',
  level: 'info',
  link: `/runs/${newId('run')}`,
  createdAt: before(1),
  readAt: null,
  ...more,
});

export const notices: Notice[] = [
  notice({ level: 'success', body: 'Oficina do Zé pagou R$ 1.234,56 por Pix.' }),
  notice({
    level: 'error',
    title: 'O ERP recusou a chamada',
    body: 'A chave da conexão “ERP loja” expirou ontem. Renove a chave e tente a execução de novo.',
    createdAt: before(34),
    link: '/connections',
  }),
  notice({ level: 'warning', title: 'Estoque baixo: óleo 5W30', createdAt: before(190), readAt: before(100) }),
  notice({
    title: 'Relatório da semana',
    link: 'https://example.com',
    createdAt: before(3_000),
    readAt: before(2_000),
  }),
];
