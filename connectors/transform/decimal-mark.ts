import { z } from 'zod';
import { field } from '../form-field.ts';

/** What stands before the cents in a CSV. */
export const decimalMark = () =>
  field(z.enum([',', '.']).optional(), {
    title: { pt: 'Separador decimal', en: 'Decimal mark' },
    help: {
      pt: 'Sem escolha: vírgula onde as colunas se separam por ponto e vírgula.',
      en: 'Without a choice: a comma where a semicolon parts the columns.',
    },
    widget: 'select',
    labels: { ',': { pt: 'Vírgula', en: 'Comma' }, '.': { pt: 'Ponto', en: 'Point' } },
  });
