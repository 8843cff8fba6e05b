import { useLocale } from '../texts/texts.ts';

/** `#` is the number. */
const counted =
  (one: string, many: string) =>
  (n: number, shown: string): string =>
    n === 1 ? one : many.replace('#', shown);

const pt = {
  title: 'Trazer de outra instalação',
  help: 'Um arquivo exportado de outra conta da Trama, para uma conta ainda vazia. Nada começa sozinho: fluxos chegam despublicados, conexões sem o segredo.',
  button: 'Importar um arquivo…',
  invite: 'Convidar por e-mail as pessoas da conta de origem',
  sending: (percent: number) => `Enviando: ${percent}%. Não feche esta página.`,
  interrupted: 'O envio parou. Escolha o arquivo outra vez.',
  phases: {
    check: 'Conferindo o arquivo inteiro',
    files: 'Guardando os arquivos',
    rows: (done: string, total: string) => `Gravando: ${done} de ${total} linhas`,
    cancel: 'Interrompendo',
  },
  waiting: 'Na fila',
  done: (rows: string, files: string, from: string) => `Importada de ${from}: ${rows} linhas, ${files} arquivos`,
  giveUp: 'Desistir',
  stop: 'Interromper',
  stopTitle: 'Interromper importação',
  stopAsk: 'A conta fica vazia, como antes: nada do arquivo aparece nela, e o que foi enviado é esquecido.',
  remove: 'Tirar da lista',
  report: 'O que veio, e o que falta fazer',
  counts: 'Linhas por tabela',
  invited: (n: number) => (n === 1 ? '1 pessoa convidada por e-mail' : `${n} pessoas convidadas por e-mail`),
  errors: {
    archive_damaged: 'O arquivo está danificado ou incompleto. Baixe de novo e tente outra vez.',
    archive_unknown: 'O arquivo não é da Trama, ou é de uma versão mais nova que esta.',
    archive_mismatch: 'O conteúdo não é o que o próprio arquivo declara: ele foi alterado ou falta um pedaço.',
    archive_invalid: 'Há no arquivo algo que esta conta não pode receber.',
    archive_too_large: 'O arquivo é grande demais para ser recebido.',
    not_empty: 'A conta deixou de estar vazia antes da vez da importação.',
    cancelled: 'Importação interrompida. Nada foi gravado.',
  } as Record<string, string>,
  failed: 'Não deu certo. Nada foi gravado; tente outra vez.',
  leftOut: {
    flows_off: counted(
      '1 fluxo chegou despublicado: publique quando a outra instalação parar',
      '# fluxos chegaram despublicados: publique cada um quando a outra instalação parar',
    ),
    triggers: counted('1 gatilho só escuta depois da publicação', '# gatilhos só escutam depois da publicação'),
    versions_without_plan: counted(
      '1 versão antiga só serve de histórico: não dá para voltar a ela',
      '# versões antigas só servem de histórico: não dá para voltar a elas',
    ),
    connections_secret: counted('1 conexão espera o segredo de novo', '# conexões esperam o segredo de novo'),
    endpoints_off: counted(
      '1 webhook de saída chegou desligado, com segredo novo',
      '# webhooks de saída chegaram desligados, com segredo novo',
    ),
    open_runs: counted(
      '1 execução em aberto virou histórico e não continua aqui',
      '# execuções em aberto viraram histórico e não continuam aqui',
    ),
    open_approvals: counted('1 aprovação em aberto foi encerrada', '# aprovações em aberto foram encerradas'),
    unsent_messages: counted('1 mensagem não enviada não será enviada', '# mensagens não enviadas não serão enviadas'),
    people: counted(
      '1 pessoa da conta de origem não entra sozinha',
      '# pessoas da conta de origem não entram sozinhas',
    ),
    people_uninvited: counted('1 delas não foi convidada', '# delas não foram convidadas'),
    access_rules: () => 'As regras de acesso não vieram: defina as desta conta',
    impersonations: counted('1 registro de atendimento fica no arquivo', '# registros de atendimento ficam no arquivo'),
    audit: counted(
      '1 registro de auditoria fica no arquivo, que o comprova',
      '# registros de auditoria ficam no arquivo, que os comprova',
    ),
    invoices: counted('1 fatura da Trama fica no arquivo', '# faturas da Trama ficam no arquivo'),
    erased_contacts: counted(
      '1 recusa de pessoa apagada não vale aqui: a marca dela fica na outra instalação',
      '# recusas de pessoas apagadas não valem aqui: a marca delas fica na outra instalação',
    ),
    files_missing: counted(
      '1 arquivo já tinha sido esquecido na origem',
      '# arquivos já tinham sido esquecidos na origem',
    ),
  } as Record<string, (n: number, shown: string) => string>,
};

const en: typeof pt = {
  title: 'Bring from another installation',
  help: 'An archive that was exported from another account of Trama, into an account that is still empty. Nothing starts by itself: flows arrive unpublished, connections without their secret.',
  button: 'Import an archive…',
  invite: 'Invite the people of the other account by e-mail',
  sending: (percent) => `Sending: ${percent}%. Keep this page open.`,
  interrupted: 'The upload stopped. Choose the archive again.',
  phases: {
    check: 'Checking all of the archive',
    files: 'Keeping its files',
    rows: (done, total) => `Writing: ${done} of ${total} rows`,
    cancel: 'Stopping',
  },
  waiting: 'In line',
  done: (rows, files, from) => `Imported from ${from}: ${rows} rows, ${files} files`,
  giveUp: 'Give up',
  stop: 'Stop',
  stopTitle: 'Stop the import',
  stopAsk: 'The account stays empty, as before: nothing of the archive shows up in it, and what was sent is forgotten.',
  remove: 'Take off the list',
  report: 'What came, and what is left to do',
  counts: 'Rows by table',
  invited: (n) => (n === 1 ? '1 person invited by e-mail' : `${n} people invited by e-mail`),
  errors: {
    archive_damaged: 'The archive is damaged or incomplete. Download it again and retry.',
    archive_unknown: 'This is no archive of Trama, or of a newer version than this one.',
    archive_mismatch: 'Its content is not what the archive itself says: it was changed, or a part is missing.',
    archive_invalid: 'Something in the archive cannot be taken into this account.',
    archive_too_large: 'The archive is too large to be taken in.',
    not_empty: 'The account was not empty any more when its turn came.',
    cancelled: 'Import stopped. Nothing was written.',
  },
  failed: 'It did not work. Nothing was written; try again.',
  leftOut: {
    flows_off: counted(
      '1 flow arrived unpublished: publish it when the other installation has stopped',
      '# flows arrived unpublished: publish each when the other installation has stopped',
    ),
    triggers: counted('1 trigger does not listen until then', '# triggers do not listen until then'),
    versions_without_plan: counted(
      '1 old version is history only: it cannot be gone back to',
      '# old versions are history only: they cannot be gone back to',
    ),
    connections_secret: counted('1 connection waits for its secret', '# connections wait for their secret'),
    endpoints_off: counted(
      '1 outgoing webhook arrived disabled, with a new secret',
      '# outgoing webhooks arrived disabled, with a new secret',
    ),
    open_runs: counted(
      '1 open run became history and does not go on here',
      '# open runs became history and do not go on here',
    ),
    open_approvals: counted('1 open approval was closed', '# open approvals were closed'),
    unsent_messages: counted('1 unsent message will not be sent', '# unsent messages will not be sent'),
    people: counted(
      '1 person of the other account does not come in by themselves',
      '# people of the other account do not come in by themselves',
    ),
    people_uninvited: counted('1 of them was not invited', '# of them were not invited'),
    access_rules: () => 'Rules of access did not come: set those of this account',
    impersonations: counted(
      '1 record of a support session stays in the archive',
      '# records of support sessions stay in the archive',
    ),
    audit: counted(
      '1 audit entry stays in the archive, which proves it',
      '# audit entries stay in the archive, which proves them',
    ),
    invoices: counted('1 invoice of Trama stays in the archive', '# invoices of Trama stay in the archive'),
    erased_contacts: counted(
      '1 refusal of an erased person does not hold here: its mark stays in the other installation',
      '# refusals of erased people do not hold here: their mark stays in the other installation',
    ),
    files_missing: counted(
      '1 file had been forgotten over there already',
      '# files had been forgotten over there already',
    ),
  },
};

export const useImportTexts = (): typeof pt => (useLocale() === 'en' ? en : pt);
