import { useLocale } from '../texts/texts.ts';
import type { SaveState } from './editor-store.ts';

const pt = {
  saves: {
    saved: 'salvo',
    dirty: 'salvando…',
    saving: 'salvando…',
    failed: 'não deu para salvar: tentar',
    offline: 'sem conexão — guardado neste navegador',
    conflict: 'duas versões: escolher',
  } satisfies Record<SaveState, string>,
};

type SavingTexts = typeof pt;

const en: SavingTexts = {
  saves: {
    saved: 'saved',
    dirty: 'saving…',
    saving: 'saving…',
    failed: 'could not save: try again',
    offline: 'no connection — kept in this browser',
    conflict: 'two versions: choose',
  },
};

export const useSavingTexts = (): SavingTexts => (useLocale() === 'en' ? en : pt);
