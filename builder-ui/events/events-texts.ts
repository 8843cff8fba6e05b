import { useLocale } from '../texts/texts.ts';

const pt = {
  title: 'Eventos',
  send: 'Enviar evento',
  sendTitle: 'Enviar um evento',
  sendHelp:
    'Começa todo fluxo publicado que ouve este nome e chega a toda execução que espera por ele. É de verdade, não um teste.',
  name: 'Nome',
  nameHelp: 'Por exemplo: pedido.pago',
  key: 'Chave',
  keyHelp: 'Com ela, chega só a quem espera por esta chave. Por exemplo: o número do pedido.',
  data: 'Dados (JSON)',
  badJson: 'Isto não é JSON.',
  sent: (started: number, reached: number) =>
    started + reached === 0
      ? 'Evento guardado. Ninguém estava ouvindo.'
      : `Evento enviado: ${started === 1 ? '1 execução começou' : `${started} execuções começaram`}, ${reached === 1 ? '1 foi avisada' : `${reached} foram avisadas`}.`,
  show: 'Eventos que começam com',
  anyName: 'qualquer nome',
  withKey: 'com a chave',
  anyKey: 'qualquer chave',
  empty: 'Nenhum evento nos últimos 30 dias',
  emptyHelp:
    'Um evento diz que algo aconteceu: um pedido pago, um estoque baixo. Fluxos começam com ele ou esperam por ele. Seu sistema envia com POST /v1/events.',
  noneFound: 'Nenhum evento com este filtro',
  noneFoundHelp: 'Veja se o nome começa assim, e se a chave está inteira.',
  clear: 'Tirar o filtro',
  did: (started: number, reached: number) =>
    [
      started > 0 ? (started === 1 ? 'começou 1 execução' : `começou ${started} execuções`) : '',
      reached > 0 ? (reached === 1 ? 'chegou a 1 que esperava' : `chegou a ${reached} que esperavam`) : '',
    ]
      .filter(Boolean)
      .join(', ') || 'ninguém ouvia',
  started: 'Começou',
  reached: 'Chegou a',
  run: (n: number) => `execução ${n}`,
  source: 'Origem',
  sources: (source: string) => ({ api: 'API ou esta página', trama: 'Trama' })[source] ?? source,
  id: 'Identificador de quem enviou',
  again: 'Enviar outro igual',
};

const en: typeof pt = {
  title: 'Events',
  send: 'Send an event',
  sendTitle: 'Send an event',
  sendHelp:
    'It starts every published flow that listens to this name, and reaches every run that waits for it. It is real, not a test.',
  name: 'Name',
  nameHelp: 'For example: order.paid',
  key: 'Key',
  keyHelp: 'With it, only those that wait for this key are reached. For example: the number of the order.',
  data: 'Data (JSON)',
  badJson: 'This is not JSON.',
  sent: (started, reached) =>
    started + reached === 0
      ? 'The event is kept. Nobody was listening.'
      : `Event sent: ${started === 1 ? '1 run began' : `${started} runs began`}, ${reached} told.`,
  show: 'Events that begin with',
  anyName: 'any name',
  withKey: 'with the key',
  anyKey: 'any key',
  empty: 'No event in the last 30 days',
  emptyHelp:
    'An event says that something happened: an order was paid, stock is low. Flows start with it or wait for it. Your system sends it with POST /v1/events.',
  noneFound: 'No event with this filter',
  noneFoundHelp: 'See whether the name begins like that, and whether the key is whole.',
  clear: 'Take the filter out',
  did: (started, reached) =>
    [
      started > 0 ? (started === 1 ? 'started 1 run' : `started ${started} runs`) : '',
      reached > 0 ? (reached === 1 ? 'reached 1 that waited' : `reached ${reached} that waited`) : '',
    ]
      .filter(Boolean)
      .join(', ') || 'nobody listened',
  started: 'Started',
  reached: 'Reached',
  run: (n) => `run ${n}`,
  source: 'From',
  sources: (source) => ({ api: 'API or this page', trama: 'Trama' })[source] ?? source,
  id: "The sender's id",
  again: 'Send another like it',
};

export const useEventsTexts = (): typeof pt => (useLocale() === 'en' ? en : pt);
