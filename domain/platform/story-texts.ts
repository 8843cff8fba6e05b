import type { RequestKind } from '#flow/contracts/billing-desk.ts';
import type { Json, Text } from '#flow/json.ts';
import type { TraceStep } from '#flow/machine/protocol.ts';

/** What a line of the story is about: it has a colour and a picture in the pages. */
export type StoryKind = 'wish' | 'payment' | 'notice' | 'state' | 'access';
export interface StoryLine {
  kind: StoryKind;
  text: Text;
}

const line = (kind: StoryKind, pt: string, en: string): StoryLine => ({ kind, text: { pt, en } });
const field = (value: Json, name: string): Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value[name] ?? null) : null;

const WISHES: Readonly<Record<RequestKind, Text>> = {
  subscribe: { pt: 'a assinatura', en: 'the subscription' },
  trial: { pt: 'o teste', en: 'the trial' },
  change: { pt: 'a mudança de plano', en: 'the change of plan' },
  cancel: { pt: 'o cancelamento', en: 'the cancellation' },
  revoke: { pt: 'a desistência do que estava marcado', en: 'taking back what was scheduled' },
  pause: { pt: 'a pausa', en: 'the pause' },
  resume: { pt: 'o fim da pausa', en: 'the end of the pause' },
  provider: { pt: 'a troca da forma de pagamento', en: 'the change of who is paid' },
  refund: { pt: 'o reembolso', en: 'the refund' },
  comp: { pt: 'a cortesia', en: 'the courtesy' },
  extend_trial: { pt: 'a extensão do teste', en: 'the extension of the trial' },
  usage: { pt: 'a cobrança do uso além do incluído', en: 'the charge for use beyond the included' },
};

const wish = ({ output }: TraceStep): StoryLine | null => {
  const kind = field(output, 'kind');
  const what = typeof kind === 'string' && Object.hasOwn(WISHES, kind) ? WISHES[kind as RequestKind] : null;
  if (!what) return null;
  switch (field(output, 'outcome')) {
    case 'done':
      return line('wish', `Foi feito o que se pediu: ${what.pt}.`, `Done as asked: ${what.en}.`);
    case 'waiting':
      return line('wish', `Falta o pagamento para ${what.pt}.`, `A payment is missing for ${what.en}.`);
    default:
      return line('wish', `Não foi possível atender: ${what.pt}.`, `Could not be done: ${what.en}.`);
  }
};

const late = line('state', 'O pagamento está em atraso.', 'The payment is overdue.');
const active = line('state', 'A assinatura está ativa.', 'The subscription is active.');

/** What each telling node of the document says of itself; those that are not here are nobody's business. */
const BY_NODE: Readonly<Record<string, StoryLine | ((then: Text) => StoryLine)>> = {
  testeLembra: line('notice', 'Lembramos que o teste está para acabar.', 'We reminded you that the trial ends soon.'),
  testeCobra: line('payment', 'Abrimos a cobrança do primeiro período.', 'We opened the charge of the first period.'),
  testeConta: ({ pt, en }) =>
    line(
      'state',
      `O teste acabou, e a conta voltou ao ${pt}. Nada foi apagado.`,
      `The trial ended, and the account went back to the ${en}. Nothing was deleted.`,
    ),
  testeAtiva: active,
  testeDeve: late,
  ativaDeve: late,
  ativaLembra: line('notice', 'Lembramos que a renovação está perto.', 'We reminded you that the renewal is near.'),
  ativaAgradece: line(
    'state',
    'Está tudo em dia de novo, com acesso completo.',
    'Everything is settled again, with full access.',
  ),
  despede: line('state', 'A assinatura terminou, como foi pedido.', 'The subscription ended, as asked.'),
  mudou: line('state', 'A mudança que estava marcada passou a valer.', 'What was scheduled has taken effect.'),
  ativaCobra: line('payment', 'Abrimos a cobrança do próximo período.', 'We opened the charge of the next period.'),
  ativaConta: ({ pt, en }) =>
    line(
      'state',
      `O período acabou, e a conta voltou ao ${pt}. Nada foi apagado.`,
      `The period ended, and the account went back to the ${en}. Nothing was deleted.`,
    ),
  deveVolta: active,
  deveCobra: line('payment', 'Tentamos cobrar de novo.', 'We tried the charge again.'),
  deveAviso: line('notice', 'Avisamos do pagamento que falta.', 'We told you of the payment that is missing.'),
  deveCarencia: ({ pt, en }) =>
    line(
      'state',
      `Começou o último prazo: só leitura, até o pagamento ou a volta ao ${pt}.`,
      `The last term began: reading only, until the payment or the way back to the ${en}.`,
    ),
  carenciaVolta: active,
  carenciaConta: ({ pt, en }) =>
    line(
      'state',
      `Sem pagamento, a conta voltou ao ${pt}. Nada foi apagado; o que passa dos limites está congelado.`,
      `Without a payment the account went back to the ${en}. Nothing was deleted; what is over the limits is frozen.`,
    ),
  pausaLembra: line(
    'notice',
    'Lembramos que o fim da pausa está perto.',
    'We reminded you that the end of the pause is near.',
  ),
  pausaVolta: line('state', 'A pausa acabou.', 'The pause is over.'),
};

/** Nodes of the document that the story names. */
export const TELLING_NODES: readonly string[] = [...Object.keys(BY_NODE), 'atender', 'acertar', 'deveAcesso'];

const BY_PORT: Readonly<Record<string, StoryLine>> = {
  pago: line('payment', 'Um pagamento entrou.', 'A payment came in.'),
  falhou: line('payment', 'Uma cobrança não passou.', 'A charge did not go through.'),
};

const FREE: Text = { pt: 'plano grátis', en: 'free plan' };

/** A step of the lifecycle in plain words; null: nothing that is told. `then`: where an end leads to, where that is not FREE. */
export const storyLine = (step: TraceStep, then = FREE): StoryLine | null => {
  if (step.status !== 'succeeded') return null;
  if (step.node === 'atender') return wish(step);
  if (step.node === 'acertar')
    return Number(field(step.output, 'closed')) > 0
      ? line('wish', 'Um pedido venceu sem pagamento.', 'A request ran out without a payment.')
      : null;
  if (step.node === 'deveAcesso')
    return field(step.output, 'access') === 'read_only'
      ? line('access', 'O acesso passou a ser só de leitura.', 'Access is reading only from here on.')
      : null;
  const known = BY_NODE[step.node];
  if (known) return typeof known === 'function' ? known(then) : known;
  // Waits, and the scopes in which a reminder has its hour, end by what they heard.
  const hears = Object.hasOwn(WAITS, step.node) || step.node.endsWith('Lembrete');
  return (hears && step.port !== null && BY_PORT[step.port]) || null;
};

const silent: Text = {
  pt: 'O serviço de pagamentos não responde; perguntamos de novo. Nada muda até lá.',
  en: 'The payment service does not answer; we ask again. Nothing changes until then.',
};
const trialEnd: Text = {
  pt: 'O fim do teste, ou de um pedido que espera pagamento.',
  en: 'The end of the trial, or of a request that waits for a payment.',
};
const periodEnd: Text = {
  pt: 'O fim do que está pago, ou de um pedido que espera pagamento.',
  en: 'The end of what is paid for, or of a request that waits for a payment.',
};
const again: Text = { pt: 'Algo não respondeu; tentamos de novo.', en: 'Something did not answer; we try again.' };

const NOTHING_WAITS: Text = {
  pt: 'Nada está marcado: este plano não tem prazo.',
  en: 'Nothing: this plan has no end.',
};

/** Without a subscription there is a date only where something was asked for. */
export const REQUEST_WAITS: Text = {
  pt: 'O pagamento do que foi pedido.',
  en: 'The payment of what was asked for.',
};

/** What a waiting node of the document waits for. */
export const WAITS: Readonly<Record<string, Text>> = {
  gratisEspera: NOTHING_WAITS,
  testeEspera: trialEnd,
  testeHora: { pt: 'A hora do lembrete, antes do fim do teste.', en: 'The reminder, before the trial ends.' },
  testeCedo: { pt: 'A primeira cobrança.', en: 'The first charge.' },
  testeCalado: silent,
  ativaEspera: periodEnd,
  ativaHora: { pt: 'A hora do lembrete, antes da renovação.', en: 'The reminder, before the renewal.' },
  ativaCalado: silent,
  deveEspera: { pt: 'O pagamento, ou o próximo aviso.', en: 'The payment, or the next notice.' },
  carenciaEspera: {
    pt: 'O pagamento; depois deste prazo a assinatura acaba.',
    en: 'The payment; after this term the subscription ends.',
  },
  carenciaCalado: silent,
  pausaEspera: { pt: 'O fim da pausa.', en: 'The end of the pause.' },
  pausaHora: { pt: 'A hora do lembrete, antes do fim da pausa.', en: 'The reminder, before the pause ends.' },
  pausaCalado: silent,
  parado: again,
  folego: again,
};
