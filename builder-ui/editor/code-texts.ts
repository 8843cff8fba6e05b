import { useLocale } from '../texts/texts.ts';

const pt = {
  title: 'Código',
  about:
    'O rascunho como projeto Temporal em TypeScript. Faz o mesmo sem a Trama; segredos das conexões nunca vão junto.',
  files: 'Arquivos',
  download: 'Baixar .zip',
  notes: 'O que saber',
  runtime: (n: number) => `Base (${n} arquivos)`,
  broken: 'Corrija os erros para ver o código',
  brokenHelp: 'Um rascunho com erros não tem código. Veja a lista de problemas.',
};

const en: typeof pt = {
  title: 'Code',
  about:
    'The draft as a Temporal project in TypeScript. It does the same without Trama; secrets of connections never go along.',
  files: 'Files',
  download: 'Download .zip',
  notes: 'What to know',
  runtime: (n: number) => `Base (${n} files)`,
  broken: 'Mend the errors to see the code',
  brokenHelp: 'A draft with errors has no code. See the list of problems.',
};

/** Texts of the code of a flow. */
export const useCodeTexts = (): typeof pt => (useLocale() === 'en' ? en : pt);
