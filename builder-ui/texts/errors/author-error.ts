import type { Explained } from './explained.ts';

/** Of `fail` nodes and of whatever else has a code of its own. */
export const AUTHOR_ERROR: Explained = {
  remedy: 'retry',
  pt: [
    '{node} parou o fluxo com um erro próprio.',
    '{node} parou o fluxo de propósito: quem o desenhou previu este caso.',
    'Leia a mensagem e os dados do passo. Corrija o que ela diz e rode de novo.',
  ],
  en: [
    '{node} stopped the flow with an error of its own.',
    '{node} stopped the flow on purpose: whoever drew it foresaw this case.',
    'Read the message and the data of the step. Mend what it says and run again.',
  ],
};
