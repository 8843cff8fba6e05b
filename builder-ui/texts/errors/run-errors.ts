import type { Explained } from './explained.ts';

/** How a run as a whole fails or ends, and what comes too late for it or for its approvals. */
export const RUN_ERRORS: Record<string, Explained> = {
  run_failed: {
    remedy: 'retry',
    pt: [
      'Outra execução falhou.',
      '{node} esperava por um fluxo que não deu certo.',
      'Abra a execução daquele fluxo, corrija e rode de novo a partir daqui.',
    ],
    en: [
      'Another run failed.',
      '{node} waited for a flow that did not go well.',
      'Open that flow’s run, mend it and run again from here.',
    ],
  },
  not_published: {
    remedy: 'retry',
    pt: [
      'O fluxo chamado não está publicado.',
      '{node} começa outro fluxo, que só existe como rascunho.',
      'Publique o outro fluxo e rode de novo a partir daqui.',
    ],
    en: [
      'The flow that was called is not published.',
      '{node} starts another flow that is a draft only.',
      'Publish the other flow and run again from here.',
    ],
  },
  flow_busy: {
    remedy: 'retry',
    pt: [
      'O outro fluxo estava ocupado.',
      'Já havia uma execução com a mesma chave, e ele não aceita duas.',
      'Rode de novo quando a outra terminar.',
    ],
    en: [
      'The other flow was busy.',
      'There was a run with the same key, and it does not take two.',
      'Run again when the other has ended.',
    ],
  },
  too_many_runs: {
    remedy: 'node',
    pt: [
      'Execuções demais, uma dentro da outra.',
      'O fluxo chama fluxos que chamam fluxos, além do limite.',
      'Veja se um fluxo chama a si mesmo sem parar.',
    ],
    en: [
      'Too many runs inside of each other.',
      'The flow calls flows that call flows, past the limit.',
      'See whether a flow calls itself without end.',
    ],
  },
  too_many_iterations: {
    remedy: 'node',
    pt: ['Foram voltas demais.', 'O laço {node} passou do limite de voltas.', 'Confira a condição de parada do laço.'],
    en: [
      'There were too many rounds.',
      'The loop {node} went over its limit of rounds.',
      'Check the condition that ends the loop.',
    ],
  },
  run_timeout: {
    remedy: 'retry',
    pt: [
      'A execução inteira passou do prazo.',
      'Ela ficou aberta mais do que o prazo do fluxo permite.',
      'Veja onde ela esperava; aumente o prazo ou rode de novo a partir dali.',
    ],
    en: [
      'The whole run took too long.',
      'It was open for longer than the flow’s time allows.',
      'See where it waited; give it more time or run again from there.',
    ],
  },
  cancelled: {
    remedy: 'retry',
    pt: [
      'A execução foi cancelada.',
      'Alguém pediu, ou uma versão nova do fluxo a encerrou.',
      'Se ainda for preciso, rode de novo.',
    ],
    en: [
      'The run was cancelled.',
      'Somebody asked for it, or a new version of the flow ended it.',
      'If it is still needed, run again.',
    ],
  },
  replaced: {
    remedy: 'none',
    pt: [
      'Uma execução mais nova tomou o lugar desta.',
      'O fluxo guarda só a última de cada chave.',
      'Veja a execução mais nova.',
    ],
    en: [
      'A newer run took the place of this one.',
      'The flow keeps only the last of each key.',
      'Look at the newer run.',
    ],
  },
  ended_outside: {
    remedy: 'retry',
    pt: [
      'A execução foi encerrada por fora.',
      'Um operador a terminou direto no Temporal, ou ela passou de um limite de lá.',
      'Rode de novo; se repetir, fale com quem cuida da instalação.',
    ],
    en: [
      'The run was ended from outside.',
      'An operator ended it in Temporal, or it went over a limit there.',
      'Run again; if it comes back, talk to whoever looks after the installation.',
    ],
  },
  run_ended: {
    remedy: 'node',
    pt: [
      'A outra execução já tinha terminado.',
      '{node} falou com uma execução que não está mais aberta.',
      'Veja se o fluxo ainda precisa deste passo.',
    ],
    en: [
      'The other run had ended already.',
      '{node} spoke to a run that is not open any more.',
      'See whether the flow still needs this step.',
    ],
  },
  already_closed: {
    remedy: 'retry',
    pt: [
      'A aprovação já estava encerrada.',
      'Alguém decidiu antes, ou o prazo acabou.',
      'Se ainda for preciso, rode de novo a partir da aprovação.',
    ],
    en: [
      'The approval was closed already.',
      'Somebody decided before, or its time was over.',
      'If it is still needed, run again from the approval.',
    ],
  },
  already_answered: {
    remedy: 'node',
    pt: [
      'Já tinha sido respondido.',
      'O fluxo respondeu duas vezes a quem chamou.',
      'Deixe só um passo de resposta em cada caminho.',
    ],
    en: ['It was answered already.', 'The flow answered its caller twice.', 'Leave one step of answer on each path.'],
  },
};
