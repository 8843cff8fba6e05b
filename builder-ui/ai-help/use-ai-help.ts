import { useMay } from '../shell/session.ts';
import { useQuery } from '../use-query.ts';
import { type HelpState, helpApi } from './help-api.ts';

/** How the help stands for who may ask it; nothing for others, and until it is known. */
export const useHelpState = (): HelpState | undefined => {
  const mayAsk = useMay('flows:write');
  return useQuery(mayAsk ? 'ai-help' : null, helpApi.state).data;
};

/** Whether there is a model to ask, and who looks may ask it. */
export const useAiHelp = (): boolean => useHelpState()?.available ?? false;
