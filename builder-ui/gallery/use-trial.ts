import { useState } from 'react';
import { useSession } from '../shell/session.ts';
import { toastError } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { useCatalogue } from '../use-catalogue.ts';
import { galleryApi } from './gallery-api.ts';
import type { Said, Template } from './gallery-types.ts';
import type { Played } from './play-through.ts';
import { saidForTrial } from './said.ts';

export type Trial = Played | 'broken';

/** Days in samples are days around this one: a Saturday at nine in São Paulo. */
const STARTS_AT = '2026-11-21T12:00:00.000Z';

/** Runs a template in the page, with its first sample and what is filled in so far. */
export const useTrial = (template: Template, said: Said) => {
  const { catalogue } = useCatalogue();
  const locale = useLocale();
  const tenant = useSession()?.tenant;
  const [trial, setTrial] = useState<Trial | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async () => {
    if (!catalogue) return;
    setBusy(true);
    try {
      const [{ document }, { simulationOf }, { playThrough }] = await Promise.all([
        galleryApi.dryRun(template.id, saidForTrial(template, said)),
        import('../simulator/simulation.ts'),
        import('./play-through.ts'),
      ]);
      const data = template.sample[0]?.data ?? {};
      const simulation = simulationOf({ document, board: {}, catalogue, locale, data, startsAt: STARTS_AT, tenant });
      setTrial(simulation ? playThrough(simulation) : 'broken');
    } catch (error) {
      toastError(error);
    } finally {
      setBusy(false);
    }
  };
  return { catalogue, trial, busy, run };
};
