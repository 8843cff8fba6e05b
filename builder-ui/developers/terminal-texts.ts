import { useLocale } from '../texts/texts.ts';

const pt = {
  help: 'Com o programa trama seus fluxos ficam no git: você compara, confere, publica e leva de um ambiente a outro. Cada ambiente é uma conta sua, com chaves e conexões próprias.',
  begin: 'Começar',
  beginHelp:
    'O programa ainda não está em um registro público. Monte-o a partir do código do Trama (cd cli && npm pack) e instale o arquivo. O endereço e o nome desta conta já estão nos comandos; a chave é pedida sem aparecer na tela.',
  work: 'Trabalhar',
  workHelp: 'O que alguém mudou aqui no construtor nunca é perdido: o envio avisa quem mudou e quando.',
  environments: 'Ambientes',
  environmentsHelp:
    'Crie uma conta para cada ambiente (em cima, no nome da conta) e uma chave em cada uma. Promover leva exatamente o que está publicado, depois de mostrar o que muda e o que falta lá.',
  runs: 'Acompanhar',
  runsHelp: 'Execuções ao vivo, passo a passo, e o registro das chamadas.',
};

const en: typeof pt = {
  help: 'With the program trama your flows live in git: you compare, check, publish, and take them from one environment to another. Each environment is an account of yours, with keys and connections of its own.',
  begin: 'Begin',
  beginHelp:
    'The program is in no public registry yet. Build it from the code of Trama (cd cli && npm pack) and install the file. The address and the name of this account are in the commands; the key is asked for without being shown.',
  work: 'Work',
  workHelp: 'What somebody changed here in the builder is never lost: a push says who changed it, and when.',
  environments: 'Environments',
  environmentsHelp:
    'Make an account for each environment (at the top, at the account’s name), and a key in each. Promoting takes just what is published, after it showed what changes and what is missing there.',
  runs: 'Follow',
  runsHelp: 'Runs as they happen, step by step, and the log of calls.',
};

export const useTerminalTexts = (): typeof pt => (useLocale() === 'en' ? en : pt);
