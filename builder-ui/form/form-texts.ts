import { useLocale } from '../texts/texts.ts';

const pt = {
  // What an expression gives
  previewFrom: {
    run: 'Com os valores da última execução',
    pin: 'Com valores que você fixou',
    sample: 'Com valores de exemplo',
  },
  origin: { run: 'última execução', pin: 'fixado', sample: 'exemplo' },
  emptyText: '(texto vazio)',
  items: (n: number) => (n === 1 ? '1 item' : `${n} itens`),
  missing: (steps: string) => `Ainda sem valor: ${steps}. Teste o fluxo uma vez para ver aqui o resultado.`,
  unfinished: 'Continue a expressão…',
  // The tree of data
  data: 'Dados',
  dataHelp: 'Clique para pôr no campo em que você escreve, ou arraste até um campo.',
  searchData: 'Procurar em nomes e valores',
  nothingFound: 'Nada com este nome.',
  copyPath: 'Copiar o nome',
  fields: (n: number) => (n === 1 ? '1 campo' : `${n} campos`),
  groups: {
    loop: 'Nesta volta',
    steps: 'Passos anteriores',
    start: 'Início',
    flow: 'Fluxo e espaço',
    functions: 'Funções',
  },
  showFunctions: 'Ver as funções',
  hideFunctions: 'Esconder as funções',
  functionsHelp: 'Contas, textos, datas, dinheiro, CPF: tudo o que uma expressão sabe fazer',
  noFieldFocused: 'Copiado. Clique em um campo para pôr lá.',
  fromRun: (when: string) => `da execução de ${when}`,
  fromSamples: 'exemplos: ainda sem execução',
  // Controls
  missingField: 'Falta preencher.',
  moreOptions: 'Mais opções',
  add: (title: string) => `Definir ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
  addPart: (unit: string) => `Somar ${unit}`,
  itemName: (n: number) => `Item ${n}`,
  moveItem: (n: number) => `Mover o item ${n}: arraste, ou use as setas`,
  standard: (value: string) => `${value} (padrão)`,
  chooseFlow: 'Escolher fluxo',
  fieldsMode: 'Campos',
  writeAsTitle: 'Escrever como',
  writeAs: (mode: string) => `Escrito como ${mode}`,
  writeList: 'Escrever a lista',
};

const en: typeof pt = {
  previewFrom: {
    run: 'With the values of the last run',
    pin: 'With values that you pinned',
    sample: 'With example values',
  },
  origin: { run: 'last run', pin: 'pinned', sample: 'example' },
  emptyText: '(empty text)',
  items: (n) => (n === 1 ? '1 item' : `${n} items`),
  missing: (steps) => `No value yet: ${steps}. Test the flow once to see the result here.`,
  unfinished: 'Go on with the expression…',
  data: 'Data',
  dataHelp: 'Click to put it into the field that you write in, or drag it onto a field.',
  searchData: 'Search names and values',
  nothingFound: 'Nothing by that name.',
  copyPath: 'Copy the name',
  fields: (n) => (n === 1 ? '1 field' : `${n} fields`),
  groups: {
    loop: 'In this round',
    steps: 'Earlier steps',
    start: 'Start',
    flow: 'Flow and workspace',
    functions: 'Functions',
  },
  showFunctions: 'Show the functions',
  hideFunctions: 'Hide the functions',
  functionsHelp: 'Sums, texts, dates, money, Brazilian documents: all that an expression can do',
  noFieldFocused: 'Copied. Click into a field to put it there.',
  fromRun: (when) => `of the run ${when}`,
  fromSamples: 'examples: no run yet',
  missingField: 'To be filled in.',
  moreOptions: 'More options',
  add: (title) => `Set ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
  addPart: (unit) => `Add ${unit}`,
  itemName: (n) => `Item ${n}`,
  moveItem: (n) => `Move item ${n}: drag it, or use the arrows`,
  standard: (value) => `${value} (default)`,
  chooseFlow: 'Choose a flow',
  fieldsMode: 'Fields',
  writeAsTitle: 'Write as',
  writeAs: (mode) => `Written as ${mode}`,
  writeList: 'Write the list',
};

export type FormTexts = typeof pt;

const TEXTS = { 'pt-BR': pt, en };

export const useFormTexts = (): FormTexts => TEXTS[useLocale()];
