import { isLimited, type Limited } from '#flow/contracts/plan-features.ts';
import { inLocale, type Locale, type Text } from '#flow/json.ts';

/** In the middle of a sentence. */
const NAMES: Readonly<Record<Limited, Text>> = {
  searches: { pt: 'buscas', en: 'searches' },
  messages: { pt: 'mensagens', en: 'messages' },
  social_posts: { pt: 'publicações em redes sociais', en: 'social posts' },
  runs: { pt: 'execuções', en: 'runs' },
  flows: { pt: 'fluxos', en: 'flows' },
  chatbot_flows: { pt: 'fluxos de atendimento', en: 'chatbot flows' },
  users: { pt: 'pessoas na equipe', en: 'people in the team' },
  storage_bytes: { pt: 'espaço para arquivos', en: 'storage space' },
  workspaces: { pt: 'espaços de trabalho', en: 'workspaces' },
  connections: { pt: 'conexões', en: 'connections' },
  whatsapp_instances: { pt: 'números de WhatsApp', en: 'WhatsApp numbers' },
  machines: { pt: 'computadores', en: 'machines' },
  alerts: { pt: 'alertas', en: 'alerts' },
  favorites: { pt: 'favoritos', en: 'favourites' },
  crm_leads: { pt: 'contatos em negociação', en: 'leads' },
  scrapers: { pt: 'robôs de busca', en: 'scrapers' },
  api_per_minute: { pt: 'chamadas da API por minuto', en: 'API calls a minute' },
};

/** A limit as people call it; one that nobody knows stays as it is. */
export const featureName = (name: string, locale: Locale): string =>
  isLimited(name) ? inLocale(NAMES[name], locale) : name.trim();
