import type { Explained } from './explained.ts';
import { AGAIN, CONFIG } from './what-to-do.ts';

/** What other servers answer, by status; those that are not here by their first digit, else `other`. */
export const ANSWER_ERRORS: Record<string, Explained> = {
  400: {
    remedy: 'node',
    pt: [
      'O outro lado não entendeu a chamada (400).',
      'Algum campo enviado por {node} está errado ou falta.',
      `Veja a entrada do passo e a resposta nos detalhes. ${CONFIG.pt}`,
    ],
    en: [
      'The other side did not understand the call (400).',
      'A field that {node} sent is wrong or missing.',
      `Look at the step’s input and at the answer in the details. ${CONFIG.en}`,
    ],
  },
  401: {
    remedy: 'connection',
    pt: [
      'O outro lado recusou a chamada (401).',
      'A chave ou senha da conexão {connection} venceu, foi trocada ou está errada.',
      'Renove a conexão e rode de novo a partir daqui.',
    ],
    en: [
      'The other side refused the call (401).',
      'The key or password of the connection {connection} expired, was changed or is wrong.',
      'Renew the connection and run again from here.',
    ],
  },
  402: {
    remedy: 'retry',
    pt: [
      'O outro lado pede pagamento (402).',
      'A conta no outro serviço está sem saldo ou com o plano vencido.',
      'Acerte a conta lá e rode de novo a partir daqui.',
    ],
    en: [
      'The other side asks for payment (402).',
      'The account over there has no balance, or its plan has ended.',
      'Settle it over there and run again from here.',
    ],
  },
  403: {
    remedy: 'connection',
    pt: [
      'O outro lado não deu permissão (403).',
      'A conexão {connection} entra, mas não pode fazer isto.',
      'Dê a permissão no outro serviço, ou troque a conexão, e rode de novo.',
    ],
    en: [
      'The other side gave no permission (403).',
      'The connection {connection} gets in, but may not do this.',
      'Give it the permission over there, or use another connection, and run again.',
    ],
  },
  404: {
    remedy: 'node',
    pt: [
      'O outro lado não achou o que pedimos (404).',
      'O endereço está errado, ou o item foi apagado lá.',
      `Confira o endereço e o código que {node} enviou. ${CONFIG.pt}`,
    ],
    en: [
      'The other side did not find what we asked for (404).',
      'The address is wrong, or the thing was deleted there.',
      `Check the address and the id that {node} sent. ${CONFIG.en}`,
    ],
  },
  405: {
    remedy: 'node',
    pt: [
      'O outro lado não aceita esta chamada (405).',
      'O método (GET, POST…) não é o que o endereço espera.',
      CONFIG.pt,
    ],
    en: [
      'The other side does not take this call (405).',
      'The method (GET, POST…) is not what the address expects.',
      CONFIG.en,
    ],
  },
  408: {
    remedy: 'retry',
    pt: ['O outro lado desistiu de esperar (408).', 'A chamada demorou demais a chegar inteira.', AGAIN.pt],
    en: ['The other side gave up waiting (408).', 'The call took too long to arrive whole.', AGAIN.en],
  },
  409: {
    remedy: 'retry',
    pt: [
      'O outro lado diz que há um conflito (409).',
      'O item já existe, ou mudou enquanto o fluxo rodava.',
      'Veja nos detalhes o que está em conflito, acerte lá e rode de novo.',
    ],
    en: [
      'The other side says there is a conflict (409).',
      'The thing exists already, or changed while the flow ran.',
      'The details say what conflicts; settle it there and run again.',
    ],
  },
  410: {
    remedy: 'node',
    pt: [
      'O que pedimos não existe mais (410).',
      'O outro serviço apagou isto de vez, ou desligou este endereço.',
      CONFIG.pt,
    ],
    en: [
      'What we asked for is gone (410).',
      'The other service deleted it for good, or closed this address.',
      CONFIG.en,
    ],
  },
  413: {
    remedy: 'node',
    pt: [
      'Mandamos mais do que o outro lado aceita (413).',
      'O corpo da chamada de {node} é grande demais.',
      'Envie menos campos, ou em partes menores.',
    ],
    en: [
      'We sent more than the other side takes (413).',
      'The body of {node} is too large.',
      'Send fewer fields, or smaller parts.',
    ],
  },
  415: {
    remedy: 'node',
    pt: [
      'O outro lado não aceita este formato (415).',
      'O tipo de conteúdo enviado por {node} não é o esperado.',
      CONFIG.pt,
    ],
    en: [
      'The other side does not take this format (415).',
      'The content type that {node} sent is not the one expected.',
      CONFIG.en,
    ],
  },
  422: {
    remedy: 'node',
    pt: [
      'O outro lado recusou os dados (422).',
      'Algum campo enviado por {node} não vale para ele.',
      `A resposta, nos detalhes, costuma dizer qual. ${CONFIG.pt}`,
    ],
    en: [
      'The other side refused the data (422).',
      'A field that {node} sent is not valid there.',
      `The answer, in the details, usually says which. ${CONFIG.en}`,
    ],
  },
  429: {
    remedy: 'retry',
    pt: [
      'O outro lado pediu para ir mais devagar (429).',
      'Foram chamadas demais em pouco tempo, e o prazo de espera acabou.',
      'Espere um pouco e rode de novo a partir daqui. Se for sempre, diminua as voltas ao mesmo tempo.',
    ],
    en: [
      'The other side asked us to slow down (429).',
      'There were too many calls in a short time, and the wait ran out.',
      'Wait a little and run again from here. If it is always so, run fewer rounds at once.',
    ],
  },
  500: {
    remedy: 'retry',
    pt: ['O outro lado teve um erro (500).', 'O problema é no servidor deles, não no seu fluxo.', AGAIN.pt],
    en: ['The other side had an error (500).', 'The trouble is in their server, not in your flow.', AGAIN.en],
  },
  502: {
    remedy: 'retry',
    pt: ['O outro lado está com problema (502).', 'O servidor deles não conseguiu responder.', AGAIN.pt],
    en: ['The other side is in trouble (502).', 'Their server could not answer.', AGAIN.en],
  },
  503: {
    remedy: 'retry',
    pt: ['O outro lado está fora do ar (503).', 'O servidor deles está sobrecarregado ou em manutenção.', AGAIN.pt],
    en: ['The other side is down (503).', 'Their server is overloaded or under maintenance.', AGAIN.en],
  },
  504: {
    remedy: 'retry',
    pt: ['O outro lado demorou demais (504).', 'O servidor deles não respondeu a tempo.', AGAIN.pt],
    en: ['The other side took too long (504).', 'Their server did not answer in time.', AGAIN.en],
  },
  '4xx': {
    remedy: 'node',
    pt: [
      'O outro lado recusou a chamada.',
      'Ele respondeu com um código de recusa; o detalhe está na resposta.',
      `Veja a resposta nos detalhes. ${CONFIG.pt}`,
    ],
    en: [
      'The other side refused the call.',
      'It answered with a code of refusal; the answer says more.',
      `See the answer in the details. ${CONFIG.en}`,
    ],
  },
  '5xx': {
    remedy: 'retry',
    pt: ['O outro lado teve um erro.', 'O problema é no servidor deles, não no seu fluxo.', AGAIN.pt],
    en: ['The other side had an error.', 'The trouble is in their server, not in your flow.', AGAIN.en],
  },
  other: {
    remedy: 'node',
    pt: [
      'O outro lado respondeu de um jeito inesperado.',
      'O código da resposta não é de sucesso.',
      'Veja a resposta nos detalhes e confira o endereço do passo.',
    ],
    en: [
      'The other side answered in an unexpected way.',
      'The code of the answer is not one of success.',
      'See the answer in the details and check the address of the step.',
    ],
  },
};
