import type { Explained } from './explained.ts';
import { CONFIG } from './what-to-do.ts';

/** What is wrong with a call of the API, or with what it asks for. */
export const REQUEST_ERRORS: Record<string, Explained> = {
  malformed: {
    remedy: 'node',
    pt: ['Um pedido não pôde ser lido.', 'O texto enviado não é o que {node} espera.', CONFIG.pt],
    en: ['A request could not be read.', 'The text that was sent is not what {node} expects.', CONFIG.en],
  },
  unauthorized: {
    remedy: 'connection',
    pt: [
      'A credencial não foi aceita.',
      'Falta a chave, ou ela foi revogada.',
      'Renove a conexão {connection} e rode de novo.',
    ],
    en: [
      'The credential was not accepted.',
      'The key is missing, or was revoked.',
      'Renew the connection {connection} and run again.',
    ],
  },
  plan_required: {
    remedy: 'none',
    pt: [
      'Seu plano não inclui isto.',
      '{node} usa um recurso de outro plano.',
      'Mude de plano, ou tire o passo do fluxo.',
    ],
    en: [
      'Your plan does not include this.',
      '{node} uses something of another plan.',
      'Change the plan, or take the step out of the flow.',
    ],
  },
  marketplace_not_allowed: {
    remedy: 'none',
    pt: [
      'Seu plano não inclui esta loja.',
      '{node} procura numa loja que não está entre as suas.',
      'Escolha a loja na página do plano, ou mude de plano.',
    ],
    en: [
      'Your plan does not include this marketplace.',
      '{node} looks into a marketplace that is not among yours.',
      'Choose it on the page of the plan, or change the plan.',
    ],
  },
  flow_frozen: {
    remedy: 'none',
    pt: [
      'O fluxo está congelado.',
      'Ele passa do que o plano inclui.',
      'Mude de plano, ou escolha quais fluxos ficam.',
    ],
    en: ['The flow is frozen.', 'It is over what the plan includes.', 'Change the plan, or choose which flows stay.'],
  },
  connection_frozen: {
    remedy: 'none',
    pt: [
      'A conexão {connection} está congelada.',
      'Ela passa do que o plano inclui.',
      'Mude de plano, ou escolha quais conexões ficam.',
    ],
    en: [
      'The connection {connection} is frozen.',
      'It is over what the plan includes.',
      'Change the plan, or choose which connections stay.',
    ],
  },
  payment_due: {
    remedy: 'none',
    pt: [
      'A conta está só para leitura.',
      'Falta um pagamento, ou a assinatura está em pausa: dá para ver, exportar, apagar e pagar.',
      'Pague, ou volte da pausa, na página do plano.',
    ],
    en: [
      'The account is read only.',
      'A payment is missing, or the subscription is paused: you can look, export, delete and pay.',
      'Pay, or go on after the pause, on the page of the plan.',
    ],
  },
  forbidden: {
    remedy: 'none',
    pt: [
      'Não há permissão para isto.',
      'Quem começou a execução, ou a conexão, não pode fazer o que {node} pede.',
      'Peça a permissão a quem administra a conta.',
    ],
    en: [
      'There is no permission for this.',
      'Whoever began the run, or the connection, may not do what {node} asks.',
      'Ask whoever runs the account for the permission.',
    ],
  },
  not_found: {
    remedy: 'node',
    pt: [
      '{node} procurou algo que não existe.',
      'Foi apagado, ou o código está errado.',
      'Veja na entrada do passo o que foi procurado e corrija.',
    ],
    en: [
      '{node} looked for something that is not there.',
      'It was deleted, or the id is wrong.',
      'See in the step’s input what was looked for, and mend it.',
    ],
  },
  erased: {
    remedy: 'none',
    pt: [
      'Os dados foram apagados.',
      'A conta pediu que fossem apagados, e a execução parou.',
      'Não há o que fazer: apagado não volta.',
    ],
    en: [
      'The data were erased.',
      'The account asked for it, and the run stopped.',
      'There is nothing to do: what is erased does not come back.',
    ],
  },
  method_not_allowed: {
    remedy: 'node',
    pt: ['O método não é aceito aqui.', 'O endereço não aceita este tipo de chamada.', CONFIG.pt],
    en: ['The method is not accepted here.', 'The address does not take this kind of call.', CONFIG.en],
  },
  conflict: {
    remedy: 'retry',
    pt: ['O estado não permitiu.', 'Algo mudou enquanto {node} rodava.', 'Rode de novo a partir daqui.'],
    en: ['The state did not allow it.', 'Something changed while {node} ran.', 'Run again from here.'],
  },
  idempotency_in_progress: {
    remedy: 'retry',
    pt: [
      'O mesmo pedido ainda estava em andamento.',
      'Outra chamada igual não tinha terminado.',
      'Rode de novo a partir daqui.',
    ],
    en: ['The same request was still running.', 'Another call like it had not ended.', 'Run again from here.'],
  },
  machine_missing: {
    remedy: 'none',
    pt: [
      'Esta versão do sistema não sabe continuar a execução.',
      'Ela começou numa versão mais antiga, que não veio junto.',
      'Avise quem cuida da instalação.',
    ],
    en: [
      'This release cannot go on with the run.',
      'It began on an older one that was not brought along.',
      'Tell whoever looks after the installation.',
    ],
  },
  stale: {
    remedy: 'retry',
    pt: [
      'Alguém mudou isto antes.',
      'O item mudou entre a leitura e a escrita.',
      'Rode de novo a partir daqui: ele lê outra vez.',
    ],
    en: [
      'Somebody changed this before.',
      'It changed between reading and writing.',
      'Run again from here: it reads once more.',
    ],
  },
  request_timeout: {
    remedy: 'retry',
    pt: ['O pedido demorou demais para chegar.', 'A conexão de quem chamou estava lenta.', 'Peça para chamar de novo.'],
    en: [
      'The request took too long to arrive.',
      'The caller’s connection was slow.',
      'Ask for the call to be made again.',
    ],
  },
  headers_too_large: {
    remedy: 'node',
    pt: [
      'Os cabeçalhos eram grandes demais.',
      'A chamada trouxe mais do que aceitamos.',
      'Diminua os cabeçalhos da chamada.',
    ],
    en: ['The headers were too large.', 'The call brought more than we take.', 'Make the headers of the call smaller.'],
  },
  too_large: {
    remedy: 'node',
    pt: [
      'Era grande demais.',
      'O arquivo ou a resposta passa do que {node} aceita.',
      'Peça menos de cada vez, ou um arquivo menor.',
    ],
    en: [
      'It was too large.',
      'The file or the answer is over what {node} takes.',
      'Ask for less at a time, or a smaller file.',
    ],
  },
  unsupported_media_type: {
    remedy: 'node',
    pt: ['O formato não é aceito.', 'O tipo do conteúdo não é o esperado.', CONFIG.pt],
    en: ['The format is not accepted.', 'The type of the content is not the one expected.', CONFIG.en],
  },
  invalid: {
    remedy: 'node',
    pt: [
      'Os dados não são válidos.',
      'Um campo de {node} recebeu algo que não serve.',
      `Os detalhes dizem qual campo. ${CONFIG.pt}`,
    ],
    en: [
      'The data are not valid.',
      'A field of {node} got something that does not fit.',
      `The details say which field. ${CONFIG.en}`,
    ],
  },
  idempotency_mismatch: {
    remedy: 'node',
    pt: [
      'A mesma chave veio com outros dados.',
      'Dois pedidos diferentes usaram a mesma chave de repetição.',
      'Use uma chave para cada pedido.',
    ],
    en: [
      'The same key came with other data.',
      'Two different requests used one key of repetition.',
      'Use a key for each request.',
    ],
  },
  flow_has_problems: {
    remedy: 'node',
    pt: [
      'O fluxo chamado tem problemas.',
      'O rascunho dele não pode rodar assim.',
      'Abra o fluxo, corrija os problemas e publique.',
    ],
    en: [
      'The flow that was called has problems.',
      'Its draft cannot run like this.',
      'Open that flow, mend the problems and publish.',
    ],
  },
  limit_exceeded: {
    remedy: 'retry',
    pt: [
      'O limite do plano foi alcançado.',
      'A conta usou tudo o que o plano dá neste período.',
      'Mude de plano, ou espere o período virar e rode de novo.',
    ],
    en: [
      'The limit of the plan is reached.',
      'The account used all that the plan gives for this period.',
      'Change the plan, or wait for the next period and run again.',
    ],
  },
  rate_limited: {
    remedy: 'retry',
    pt: [
      'Foram pedidos demais em pouco tempo.',
      'O outro serviço limita quantos aceita, e o prazo de espera acabou.',
      'Rode de novo mais tarde a partir daqui.',
    ],
    en: [
      'There were too many requests in a short time.',
      'The other service limits how many it takes, and the wait ran out.',
      'Run again later from here.',
    ],
  },
  internal: {
    remedy: 'retry',
    pt: [
      'A falha foi nossa.',
      'Algo quebrou no sistema, não no seu fluxo.',
      'Rode de novo a partir daqui. Se repetir, mande o código da execução ao suporte.',
    ],
    en: [
      'The failure was ours.',
      'Something broke in the system, not in your flow.',
      'Run again from here. If it comes back, send the run’s id to support.',
    ],
  },
  quota_exceeded: {
    remedy: 'tables',
    pt: [
      'O limite foi alcançado.',
      'Não cabe mais nada onde {node} guarda.',
      'Apague o que não usa, ou mude de plano.',
    ],
    en: [
      'The limit is reached.',
      'Nothing more fits where {node} keeps it.',
      'Delete what you do not use, or change the plan.',
    ],
  },
  model_failed: {
    remedy: 'connection',
    pt: [
      'O modelo de IA não respondeu.',
      'O serviço que dá o modelo está fora do ar, ou a conexão {connection} não serve mais.',
      'Teste a conexão e tente de novo.',
    ],
    en: [
      'The AI model did not answer.',
      'The service behind the model is down, or the connection {connection} is no longer good.',
      'Test the connection and try again.',
    ],
  },
};
