import type { Text } from '../json.ts';
import type { Plan } from '../plan/plan.ts';
import { isZoneExpression } from '../timezone.ts';
import type { Calls } from './calls.ts';

/** Settings that are the platform's work, around a run. */
const AROUND = ['key', 'whenBusy', 'concurrency', 'priority', 'onFailure', 'keepData', 'redact'] as const;

const listed = (names: Iterable<string>): string => [...names].map((name) => `\`${name}\``).join(', ');

/** What is not as in the product, or is left to be done, in sentences. */
export function notesOf(plan: Plan, calls: Calls): Text[] {
  return [...ofTrigger(plan), ...ofSettings(plan), ...ofCalls(calls), ...ofNodes(plan)];
}

function ofTrigger({ trigger: { type } }: Plan): Text[] {
  switch (type) {
    case 'api':
    case 'manual':
    case 'flow':
      return [];
    case 'webhook':
      return [
        {
          pt: 'O webhook (endereço, assinatura e `dedupe`) não vai junto: faça no seu servidor o que src/start.ts faz.',
          en: 'The webhook (its address, signature check and `dedupe`) is not exported: do what src/start.ts does in your own server.',
        },
      ];
    case 'schedule':
      return [
        {
          pt: 'O agendamento não vai junto: crie um Schedule do Temporal que inicie o workflow.',
          en: 'The schedule is not exported: make a Temporal Schedule that starts the workflow.',
        },
      ];
    default:
      return [
        {
          pt: `O gatilho \`${type}\` não vai junto: inicie o workflow onde isso acontece.`,
          en: `The trigger \`${type}\` is not exported: start the workflow where it happens.`,
        },
      ];
  }
}

function ofSettings({ settings }: Plan): Text[] {
  const set = [
    ...AROUND.filter((name) => settings[name] !== undefined),
    ...(isZoneExpression(settings.timezone) ? ['timezone'] : []),
  ];
  if (set.length === 0) return [];
  return [
    {
      pt: `Configurações que agem em volta da execução não vão junto: ${listed(set)}.`,
      en: `Settings that act around a run are not exported: ${listed(set)}.`,
    },
  ];
}

function ofCalls({ types, sources, connections, asksPeople }: Calls): Text[] {
  const notes = [...types]
    .filter(([, type]) => type !== 'http.request')
    .map(([name, type]) => ({
      pt: `\`${type}\` não vai junto: escreva \`${name}\` em src/activities.ts; até lá falha com \`not_implemented\`.`,
      en: `\`${type}\` has no export: write \`${name}\` in src/activities.ts; until then it fails with \`not_implemented\`.`,
    }));
  if (asksPeople)
    notes.push({
      pt: 'Aprovações: escreva `openApproval` em src/activities.ts (como as pessoas ficam sabendo) e envie o sinal `decide` com a decisão.',
      en: 'Approvals: write `openApproval` in src/activities.ts (how people hear of it), and send the signal `decide` with what they decide.',
    });
  if (sources.size > 0)
    notes.push({
      pt: 'Passos `code` rodavam isolados; aqui rodam no processo do worker.',
      en: '`code` steps ran in a sandbox; here they run in the process of the worker.',
    });
  if (connections.size > 0)
    notes.push({
      pt: `Os segredos vêm de variáveis de ambiente: ${listed(connections)}. Veja o README.md.`,
      en: `Secrets are read from the environment: ${listed(connections)}. See README.md.`,
    });
  return notes;
}

function ofNodes({ nodes }: Plan): Text[] {
  const notes: Text[] = [];
  const flows = new Set(nodes.filter(({ type }) => type === 'flow').map(({ config }) => String(config.flow)));
  if (flows.size > 0)
    notes.push({
      pt: `Outros fluxos são iniciados como workflows de mesmo nome, na mesma fila: ${listed(flows)}. Exporte-os também.`,
      en: `Other flows are started as workflows of the same name, on the same task queue: ${listed(flows)}. Export them, too.`,
    });
  if (nodes.some(({ poll }) => poll !== undefined))
    notes.push({
      pt: '`poll` repete a chamada a partir do workflow, o que custa histórico a cada vez.',
      en: '`poll` repeats its call from the workflow, which costs history each time.',
    });
  if (nodes.some(({ type, config }) => type === 'http.request' && sendsFiles(config)))
    notes.push({
      pt: 'Requisições que enviam ou recebem arquivos (`multipart`, `binary`, `response: file`) não vão junto: veja src/http-request.ts.',
      en: 'Requests that send or take files (`multipart`, `binary`, `response: file`) are not exported: see src/http-request.ts.',
    });
  if (nodes.some(({ type }) => type === 'forEach' || type === 'while'))
    notes.push({
      pt: 'A execução fica em um só histórico: laços de muitos milhares de ações precisam de um continue-as-new seu.',
      en: 'A run stays in one history: loops of many thousand actions need a continue-as-new of your own.',
    });
  return notes;
}

const sendsFiles = (config: { [field: string]: unknown }): boolean =>
  config.bodyType === 'multipart' || config.bodyType === 'binary' || config.response === 'file';
