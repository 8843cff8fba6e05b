import { z } from 'zod';
import { field } from '../form-field.ts';

/** What stands before the cents in a CSV. */
export const decimalMark = () =>
  field(z.enum([',', '.']).optional(), {
    title: { pt: 'Separador decimal', en: 'Decimal mark' },
    help: {
      pt: 'Sem escolha: vírgula onde o separador é ;',
      en: 'Without a choice: a comma where the delimiter is ;',
    },
    widget: 'select',
    labels: { ',': { pt: 'Vírgula', en: 'Comma' }, '.': { pt: 'Ponto', en: 'Point' } },
  });
