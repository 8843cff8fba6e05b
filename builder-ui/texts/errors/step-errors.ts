import type { Explained } from './explained.ts';
import { CONFIG } from './what-to-do.ts';

/** What a step fails with. */
export const STEP_ERRORS: Record<string, Explained> = {
  unavailable: {
    remedy: 'retry',
    pt: [
      'Uma parte do sistema estava fora do ar.',
      'Faltou o banco, o serviço de arquivos ou o outro lado.',
      'Rode de novo a partir daqui.',
    ],
    en: [
      'A part of the system was down.',
      'The database, the storage of files or the other side was away.',
      'Run again from here.',
    ],
  },
  budget_exceeded: {
    remedy: 'ai',
    pt: [
      'O orçamento de IA do mês acabou.',
      'As chamadas deste mês já somam o limite que você pôs.',
      'Aumente o orçamento na página IA e rode de novo a partir daqui.',
    ],
    en: [
      'The AI budget of the month is used up.',
      'The calls of this month add up to the limit that you set.',
      'Raise the budget on the page AI and run again from here.',
    ],
  },
  bad_input: {
    remedy: 'data',
    pt: [
      'Os dados do início não cabem na entrada do fluxo.',
      'Falta um campo, ou um deles tem outro tipo.',
      'Corrija os dados e rode de novo, ou ajuste a entrada do fluxo.',
    ],
    en: [
      'The data of the start do not fit the input of the flow.',
      'A field is missing, or has another type.',
      'Mend the data and run again, or change the input of the flow.',
    ],
  },
  bad_output: {
    remedy: 'node',
    pt: [
      'A resposta não veio no formato combinado.',
      'O outro lado respondeu algo que {node} não reconhece.',
      'Veja a saída nos detalhes e ajuste o esquema do passo.',
    ],
    en: [
      'The answer did not come in the agreed format.',
      'The other side answered something that {node} does not know.',
      'See the output in the details and change the step’s schema.',
    ],
  },
  bad_value: {
    remedy: 'node',
    pt: [
      'Um valor não serve.',
      'Uma expressão de {node} deu vazio ou um tipo que não cabe ali.',
      `Veja a entrada do passo e corrija a expressão. ${CONFIG.pt}`,
    ],
    en: [
      'A value does not fit.',
      'An expression of {node} gave nothing, or a type that does not fit there.',
      `Look at the step’s input and mend the expression. ${CONFIG.en}`,
    ],
  },
  bad_config: {
    remedy: 'node',
    pt: ['{node} está mal configurado.', 'Um campo ficou com um valor que o passo não aceita.', CONFIG.pt],
    en: ['{node} is set up wrongly.', 'A field has a value that the step does not take.', CONFIG.en],
  },
  expression_too_expensive: {
    remedy: 'node',
    pt: [
      'Uma expressão era pesada demais.',
      'Ela passou do limite de trabalho: costuma ser uma lista muito grande.',
      'Divida em passos, ou diminua a lista.',
    ],
    en: [
      'An expression was too heavy.',
      'It went over the limit of work: usually a very long list.',
      'Divide it into steps, or make the list shorter.',
    ],
  },
  value_too_large: {
    remedy: 'node',
    pt: [
      'Um valor era grande demais.',
      'Um valor pode ter até 4 MB.',
      'Guarde só os campos de que precisa, ou trate em partes.',
    ],
    en: [
      'A value was too large.',
      'A value may have up to 4 MB.',
      'Keep only the fields that you need, or take it in parts.',
    ],
  },
  state_too_large: {
    remedy: 'node',
    pt: [
      'A execução juntou dados demais.',
      'Os valores guardados passam de 16 MB.',
      'Guarde só os campos de que precisa, ou divida o fluxo.',
    ],
    en: [
      'The run gathered too much data.',
      'The values that it keeps are over 16 MB.',
      'Keep only the fields that you need, or divide the flow.',
    ],
  },
  timeout: {
    remedy: 'retry',
    pt: [
      '{node} demorou demais.',
      'O prazo do passo acabou antes da resposta.',
      'Rode de novo a partir daqui, ou aumente o prazo do passo.',
    ],
    en: [
      '{node} took too long.',
      'The step’s time was over before the answer.',
      'Run again from here, or give the step more time.',
    ],
  },
  connection_failed: {
    remedy: 'retry',
    pt: [
      'Não deu para chegar ao outro lado.',
      'O servidor não respondeu, ou o endereço não existe.',
      'Confira o endereço do passo e se o serviço está no ar. Depois rode de novo.',
    ],
    en: [
      'The other side could not be reached.',
      'The server did not answer, or the address does not exist.',
      'Check the address of the step, and that the service is up. Then run again.',
    ],
  },
  address_refused: {
    remedy: 'node',
    pt: [
      'O endereço não é permitido.',
      'É um endereço interno da rede, e fluxos só falam com a internet.',
      'Use um endereço público, ou peça a liberação a quem cuida da instalação.',
    ],
    en: [
      'The address is not allowed.',
      'It is inside the network, and flows talk to the internet only.',
      'Use a public address, or ask whoever looks after the installation to open it.',
    ],
  },
  breaker_open: {
    remedy: 'retry',
    pt: [
      'O outro lado falhou demais seguidas vezes.',
      'Paramos de chamar por um tempo, para não piorar.',
      'Espere o serviço voltar e rode de novo a partir daqui.',
    ],
    en: [
      'The other side failed too many times in a row.',
      'We stopped calling for a while, to make it no worse.',
      'Wait until the service is back and run again from here.',
    ],
  },
  files_not_available: {
    remedy: 'none',
    pt: [
      'Arquivos ainda não são guardados aqui.',
      'Esta instalação não tem onde guardar arquivos.',
      'Avise quem cuida da instalação.',
    ],
    en: [
      'Files are not kept here yet.',
      'This installation has nowhere to keep files.',
      'Tell whoever looks after the installation.',
    ],
  },
  token_refused: {
    remedy: 'connection',
    pt: [
      'O acesso ao outro serviço foi recusado.',
      'A autorização da conexão {connection} venceu ou foi retirada.',
      'Renove a conexão e rode de novo a partir daqui.',
    ],
    en: [
      'Access to the other service was refused.',
      'The authorisation of the connection {connection} expired or was withdrawn.',
      'Renew the connection and run again from here.',
    ],
  },
  no_subject: {
    remedy: 'node',
    pt: [
      'Este passo só vale nos fluxos do próprio produto.',
      '{node} trabalha para a conta de que uma execução trata, e esta não trata de nenhuma.',
      'Troque {node} por outro.',
    ],
    en: [
      'This step is for the product’s own flows alone.',
      '{node} works for the tenant that a run is about, and this one is about none.',
      'Put another step in the place of {node}.',
    ],
  },
  missing_connection: {
    remedy: 'connection',
    pt: [
      'Falta uma conexão.',
      'A conexão {connection} foi apagada ou nunca foi criada.',
      'Crie a conexão com este nome e rode de novo a partir daqui.',
    ],
    en: [
      'A connection is missing.',
      'The connection {connection} was deleted or never made.',
      'Make a connection of that name and run again from here.',
    ],
  },
  missing_table: {
    remedy: 'tables',
    pt: [
      'A tabela não existe.',
      'A tabela que {node} usa foi apagada ou mudou de nome.',
      'Crie a tabela, ou escolha outra no passo.',
    ],
    en: [
      'The table does not exist.',
      'The table that {node} uses was deleted or renamed.',
      'Make the table, or choose another in the step.',
    ],
  },
  unknown_column: {
    remedy: 'tables',
    pt: [
      'A coluna não existe.',
      'Uma coluna que {node} usa foi apagada ou mudou de nome.',
      'Veja as colunas da tabela e corrija o passo.',
    ],
    en: [
      'The column does not exist.',
      'A column that {node} uses was deleted or renamed.',
      'Look at the table’s columns and mend the step.',
    ],
  },
  too_many_rows: {
    remedy: 'node',
    pt: [
      'Eram linhas demais de uma vez.',
      '{node} pediu mais linhas do que cabem num passo.',
      'Filtre mais, ou trate em partes.',
    ],
    en: [
      'There were too many rows at once.',
      '{node} asked for more rows than fit into a step.',
      'Filter more, or take them in parts.',
    ],
  },
  no_conversation: {
    remedy: 'retry',
    pt: [
      'Falta uma conversa.',
      'O contato ainda não falou com este canal, e só ele pode começar.',
      'Peça que o contato mande a primeira mensagem.',
    ],
    en: [
      'A conversation is missing.',
      'The contact has not spoken on this channel yet, and only they can begin.',
      'Ask the contact to write first.',
    ],
  },
  code_failed: {
    remedy: 'node',
    pt: ['O código do passo falhou.', 'O programa de {node} lançou um erro.', `A mensagem diz onde. ${CONFIG.pt}`],
    en: [
      'The code of the step failed.',
      'The program of {node} threw an error.',
      `The message says where. ${CONFIG.en}`,
    ],
  },
  channel_lacks_feature: {
    remedy: 'node',
    pt: ['O canal não faz isto.', '{node} pede algo que este canal de mensagens não tem.', CONFIG.pt],
    en: ['The channel does not do this.', '{node} asks for something that this channel of messages lacks.', CONFIG.en],
  },
  not_implemented: {
    remedy: 'node',
    pt: ['Isto ainda não existe.', '{node} usa algo que esta versão não faz.', 'Troque o passo por outro.'],
    en: [
      'This does not exist yet.',
      '{node} uses something that this release does not do.',
      'Use another step in its place.',
    ],
  },
};
