import { useLocale } from '../texts/texts.ts';

const pt = {
  list: 'Pedidos de decisão',
  title: 'Pedido',
  for: (who: string) => `para ${who}`,
  anyone: 'para qualquer pessoa da equipe',
  asked: (when: string) => `pedido ${when}`,
  deadline: (when: string) => `prazo: ${when}`,
  noDeadline: 'sem prazo',
  late: 'prazo acabando',
  sureApprove: 'Aprovar agora? Não dá para desfazer.',
  sureReject: 'Recusar agora? Não dá para desfazer.',
  wait: 'Ainda não',
  keys: 'J e K andam pela lista, A aprova, R recusa',
  roles: { owner: 'dono', admin: 'administradores', editor: 'editores', operator: 'operadores' },
  choose: 'Escolha um pedido para ver o que ele pede.',
};

const en: typeof pt = {
  list: 'Requests to decide',
  title: 'Request',
  for: (who) => `for ${who}`,
  anyone: 'for anybody of the team',
  asked: (when) => `asked ${when}`,
  deadline: (when) => `deadline: ${when}`,
  noDeadline: 'no deadline',
  late: 'deadline is near',
  sureApprove: 'Approve now? There is no way back.',
  sureReject: 'Reject now? There is no way back.',
  wait: 'Not yet',
  keys: 'J and K walk through the list, A approves, R rejects',
  roles: { owner: 'the owner', admin: 'administrators', editor: 'editors', operator: 'operators' },
  choose: 'Choose a request to see what it asks.',
};

export const useApprovalsTexts = (): typeof pt => (useLocale() === 'en' ? en : pt);
