import { useMay } from '../shell/session.ts';
import { useQuery } from '../use-query.ts';
import { helpApi } from './help-api.ts';

/** Whether there is a model to ask, and who looks may ask it. */
export const useAiHelp = (): boolean => {
  const mayAsk = useMay('flows:write');
  return useQuery(mayAsk ? 'ai-help' : null, helpApi.state).data?.available ?? false;
};
