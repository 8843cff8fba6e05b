import { useLocale } from '../../texts/texts.ts';
import type { CommandGroup } from './command.ts';

const pt = {
  search: 'O que você quer fazer?',
  bar: 'Barra de comandos',
  nothing: (typed: string) => `Nada se chama “${typed}”`,
  nothingHelp: 'Procure em português ou inglês: uma ação, um passo, um fluxo, uma página.',
  recent: 'Usados há pouco',
  choose: 'escolher',
  go: 'fazer',
  close: 'fechar',
  allKeys: 'Todos os atalhos',
  shortcuts: 'Atalhos do teclado',
  shortcutsSearch: 'Procurar um atalho',
  canvas: 'Desenho do fluxo',
  found: 'Encontrados',
  whatNext: 'O que vem aqui?',
  leavesBy: 'Sai por',
  leavesByPort: (port: string) => `Sai por: ${port}`,
  joinTo: (label: string) => `Ligar a: ${label}`,
  add: 'pôr',
  addMore: 'pôr e continuar',
  rename: {
    title: 'Renomear o passo',
    label: 'Como ele se chama no desenho',
    item: 'Como se chama cada item',
    itemHelp: 'As expressões de dentro da repetição passam a usar o nome novo.',
    do: 'Renomear',
    follow: (n: number) =>
      n === 0
        ? 'Nenhuma expressão lê este passo'
        : n === 1
          ? 'As expressões de 1 passo serão atualizadas'
          : `As expressões de ${n} passos serão atualizadas`,
  },
  clipboard: {
    copied: 'Passos copiados',
    notOurs: 'O que está na área de transferência não são passos de um fluxo',
    useKeys: 'O navegador não deixou ler a área de transferência. Use Ctrl V.',
  },
  readOnly: {
    mark: 'Só leitura',
    role: 'Seu papel nesta conta permite ver os fluxos, não mudá-los. Peça acesso a quem administra a conta.',
    locked: 'Você travou a edição para olhar sem mexer.',
    lock: 'Travar a edição',
    unlock: 'Voltar a editar',
  },
  results: (n: number) => (n === 1 ? '1 resultado' : `${n} resultados`),
  groups: {
    add: 'Acrescentar',
    edit: 'Editar',
    select: 'Escolher e andar',
    arrange: 'Arrumar',
    test: 'Testar',
    flow: 'Fluxo',
    view: 'Ver',
    go: 'Ir para',
  } satisfies Record<CommandGroup, string>,
};

const en: typeof pt = {
  search: 'What do you want to do?',
  bar: 'Command bar',
  nothing: (typed) => `Nothing is called “${typed}”`,
  nothingHelp: 'Search in English or Portuguese: an action, a step, a flow, a page.',
  recent: 'Used lately',
  choose: 'choose',
  go: 'do it',
  close: 'close',
  allKeys: 'All shortcuts',
  shortcuts: 'Keyboard shortcuts',
  shortcutsSearch: 'Search a shortcut',
  canvas: 'Drawing of the flow',
  found: 'Found',
  whatNext: 'What comes here?',
  leavesBy: 'Leaves by',
  leavesByPort: (port) => `Leaves by: ${port}`,
  joinTo: (label) => `Connect to: ${label}`,
  add: 'add',
  addMore: 'add and go on',
  rename: {
    title: 'Rename the step',
    label: 'What it is called in the drawing',
    item: 'What each item is called',
    itemHelp: 'The expressions inside the loop will use the new name.',
    do: 'Rename',
    follow: (n) =>
      n === 0 ? 'No expression reads this step' : `The expressions of ${n} ${n === 1 ? 'step' : 'steps'} will follow`,
  },
  clipboard: {
    copied: 'Steps copied',
    notOurs: 'What is on the clipboard are no steps of a flow',
    useKeys: 'The browser kept the clipboard from us. Use Ctrl V.',
  },
  readOnly: {
    mark: 'Read only',
    role: 'Your role in this account lets you see flows, not change them. Ask an administrator of the account for access.',
    locked: 'You have locked editing, to look around without changing anything.',
    lock: 'Lock editing',
    unlock: 'Edit again',
  },
  results: (n) => (n === 1 ? '1 result' : `${n} results`),
  groups: {
    add: 'Add',
    edit: 'Edit',
    select: 'Select and walk',
    arrange: 'Arrange',
    test: 'Test',
    flow: 'Flow',
    view: 'View',
    go: 'Go to',
  },
};

export type CommandsTexts = typeof pt;
export const useCommandsTexts = (): CommandsTexts => (useLocale() === 'en' ? en : pt);
