import type { Entitled } from '../api-types.ts';
import { useSession } from '../shell/session.ts';

/** What the tenant's plan lets it do, as the session knows it; null: nobody is limited here. */
export const useEntitled = (): Entitled | null => {
  const entitled = useSession()?.entitled;
  return entitled && entitled.plan !== null ? entitled : null;
};

/** Whether the plan has a part of the product; what belongs to none is everybody's. */
export const useHasModule = (module: string | undefined): boolean => {
  const entitled = useEntitled();
  return module === undefined || entitled === null || entitled.modules.includes(module);
};

/** Whether the plan has a feature at all: `none`, false and an empty list are not. */
export const useHasFeature = (feature: string): boolean => {
  const entitled = useEntitled();
  if (entitled === null) return true;
  const value = entitled.features[feature];
  return Array.isArray(value) ? value.length > 0 : Boolean(value) && value !== 'none';
};

/** Whether the plan may have something to say over every page. */
export const useNeedsBanner = (): boolean => {
  const entitled = useEntitled();
  if (entitled === null) return false;
  return entitled.access === 'read_only' || entitled.state === 'past_due' || entitled.state === 'trialing';
};
