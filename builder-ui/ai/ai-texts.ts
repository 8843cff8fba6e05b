import { useLocale } from '../texts/texts.ts';

const pt = {
  title: 'Inteligência artificial',
  before: 'Mês anterior',
  after: 'Mês seguinte',
  cost: 'Custo',
  tokens: 'Tokens',
  spent: 'Gasto no mês',
  ofBudget: (limit: string) => `de ${limit}`,
  noLimit: 'sem limite',
  left: (what: string) => `restam ${what}`,
  over: (what: string) => `${what} acima do orçamento`,
  reserved: (what: string) => `${what} reservados por chamadas em andamento`,
  calls: (n: number) => (n === 1 ? '1 chamada' : `${n.toLocaleString('pt-BR')} chamadas`),
  editBudget: 'Mudar orçamento',
  budgetHelp:
    'Uma chamada que não cabe no que resta não é feita: o passo falha com budget_exceeded. Vazio: sem limite.',
  budgetCost: 'Dólares por mês',
  budgetTokens: 'Tokens por mês',
  budgetSaved: 'O orçamento foi mudado',
  chart: 'Acumulado do mês, dia a dia',
  budgetLine: 'orçamento',
  onDay: (total: string) => `${total} até aqui`,
  models: 'Por modelo',
  flows: 'Por fluxo',
  noFlow: 'Fora de fluxos, ou de fluxos que não existem mais',
  unpriced: (n: number) =>
    `${n === 1 ? '1 chamada é' : `${n} chamadas são`} de modelos sem preço conhecido: o custo delas não está na soma. Informe o preço na conexão.`,
  lost: (n: number) =>
    `De ${n === 1 ? '1 chamada' : `${n} chamadas`} a resposta não chegou. O provedor pode ter cobrado; aqui não entram na soma.`,
  connections: 'Ver conexões',
  empty: 'Nenhum modelo foi chamado neste mês',
  emptyHelp:
    'Passos de IA escrevem, extraem dados e classificam mensagens. O que eles gastam aparece aqui, dia a dia, por modelo e por fluxo.',
  emptyAction: 'Ver modelos com IA',
};

const en: typeof pt = {
  title: 'Artificial intelligence',
  before: 'Month before',
  after: 'Month after',
  cost: 'Cost',
  tokens: 'Tokens',
  spent: 'Spent this month',
  ofBudget: (limit) => `of ${limit}`,
  noLimit: 'no limit',
  left: (what) => `${what} left`,
  over: (what) => `${what} over budget`,
  reserved: (what) => `${what} reserved by calls that are under way`,
  calls: (n) => (n === 1 ? '1 call' : `${n.toLocaleString('en')} calls`),
  editBudget: 'Change budget',
  budgetHelp:
    'A call that what is left does not hold is not made: the step fails with budget_exceeded. Empty: no limit.',
  budgetCost: 'US dollars a month',
  budgetTokens: 'Tokens a month',
  budgetSaved: 'The budget was changed',
  chart: 'The month so far, day by day',
  budgetLine: 'budget',
  onDay: (total) => `${total} so far`,
  models: 'By model',
  flows: 'By flow',
  noFlow: 'Outside of flows, or of flows that are gone',
  unpriced: (n) =>
    `${n === 1 ? '1 call is' : `${n} calls are`} of models without a known price: their cost is not in the sum. Name the price in the connection.`,
  lost: (n) =>
    `The answer of ${n === 1 ? '1 call' : `${n} calls`} never came. The provider may have charged for it; it is in no sum here.`,
  connections: 'See connections',
  empty: 'No model was called this month',
  emptyHelp:
    'AI steps write, extract data and sort messages. What they take shows here, day by day, by model and by flow.',
  emptyAction: 'See templates with AI',
};

export const useAiTexts = (): typeof pt => (useLocale() === 'en' ? en : pt);
