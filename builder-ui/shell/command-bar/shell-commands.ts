import { api } from '../../api-client.ts';
import type { Command } from '../../editor/commands/command.ts';
import type { IconName } from '../../icons/icon-paths.ts';
import { navigate } from '../../router.ts';
import { currentLocale, setLocale } from '../../texts/texts.ts';
import { showCommands } from './open-command-bar.ts';

const page = (href: string, icon: IconName, pt: string, en: string, letter: string, words = ''): Command => ({
  id: `go.${href.slice(1)}`,
  title: { pt, en },
  words,
  keys: [`G ${letter}`],
  icon,
  group: 'go',
  run: () => navigate(href),
});

/** What can be done on every page. */
export const SHELL_COMMANDS: readonly Command[] = [
  {
    id: 'view.bar',
    title: { pt: 'Barra de comandos', en: 'Command bar' },
    keys: ['Mod+K'],
    keysIn: 'anywhere',
    icon: 'search',
    group: 'view',
    quiet: true,
    run: () => showCommands('bar'),
  },
  {
    id: 'view.shortcuts',
    title: { pt: 'Atalhos do teclado', en: 'Keyboard shortcuts' },
    words: 'ajuda teclas help keys hotkeys',
    keys: ['?'],
    icon: 'question',
    group: 'view',
    run: () => showCommands('shortcuts'),
  },
  {
    id: 'view.language',
    title: { pt: 'Switch to English', en: 'Mudar para português' },
    words: 'idioma língua language inglês english portuguese',
    icon: 'language',
    group: 'view',
    run: () => setLocale(currentLocale() === 'en' ? 'pt-BR' : 'en'),
  },
  page('/home', 'home', 'Início', 'Home', 'H', 'painel números dashboard'),
  page('/flows', 'flows', 'Fluxos', 'Flows', 'F', 'workflows automações'),
  page('/runs', 'history', 'Execuções', 'Runs', 'R', 'executions histórico history'),
  page('/approvals', 'user-check', 'Aprovações', 'Approvals', 'A', 'pendentes inbox'),
  page('/conversations', 'message', 'Conversas', 'Conversations', 'C', 'chat whatsapp telegram'),
  page('/events', 'bolt', 'Eventos', 'Events', 'E', 'gatilhos recebidos webhooks'),
  page('/data', 'database', 'Dados', 'Data', 'D', 'tabelas tables planilha'),
  page('/connections', 'plug', 'Conexões', 'Connections', 'X', 'credenciais credentials chaves'),
  page('/templates', 'layout', 'Modelos', 'Templates', 'T', 'galeria exemplos kits gallery'),
  page(
    '/plan',
    'credit-card',
    'Plano',
    'Plan',
    'P',
    'assinatura fatura pagamento uso limites subscription invoices billing usage',
  ),
  page('/settings', 'settings', 'Ajustes', 'Settings', 'S', 'configurações conta pessoas chaves preferences'),
  page('/ai', 'sparkles', 'IA', 'AI', 'I', 'inteligência artificial uso gasto usage budget'),
];

/** Flows by their names, and the newest runs. */
export const foundEverywhere = async (): Promise<Command[]> => {
  const [flows, runs] = await Promise.all([api.flows(), api.runs({ limit: 10 })]);
  const names = new Map(flows.data.map((flow) => [flow.id, flow.name]));
  return [
    ...flows.data.map(
      (flow): Command => ({
        id: `go.flow.${flow.id}`,
        title: { pt: flow.name, en: flow.name },
        words: 'fluxo flow',
        icon: 'flows',
        group: 'go',
        run: () => navigate(`/flows/${flow.id}`),
      }),
    ),
    ...runs.data.map((run): Command => {
      const name = names.get(run.flowId) ?? '';
      const at = new Date(run.acceptedAt ?? 0);
      return {
        id: `go.run.${run.id}`,
        title: {
          pt: `Execução de ${at.toLocaleString('pt-BR', { dateStyle: 'short', timeStyle: 'short' })} · ${name}`,
          en: `Run of ${at.toLocaleString('en', { dateStyle: 'short', timeStyle: 'short' })} · ${name}`,
        },
        words: `${run.status} últimas newest latest`,
        icon: 'history',
        group: 'go',
        run: () => navigate(`/runs/${run.id}`),
      };
    }),
  ];
};
