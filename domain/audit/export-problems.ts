import { TramaError } from '#flow/errors.ts';
import type { Text } from '#flow/json.ts';

/** What is wrong where an export does not go through, and what to do about it. */
export const EXPORT_PROBLEMS = {
  bucket_missing: {
    pt: 'O bucket não existe neste endereço. Confira o nome e a região.',
    en: 'There is no such bucket at this address. Check its name and its region.',
  },
  key_unknown: {
    pt: 'O serviço não conhece esta chave. Confira o id da chave.',
    en: 'The service does not know this key. Check the id of the key.',
  },
  secret_wrong: {
    pt: 'A assinatura foi recusada: o segredo não é o desta chave, ou a região é outra.',
    en: 'The signature was refused: the secret is not this key’s, or the region is another.',
  },
  denied: {
    pt: 'A chave não tem o direito de gravar neste bucket (s3:PutObject).',
    en: 'The key has no right to write into this bucket (s3:PutObject).',
  },
  delete_denied: {
    pt: 'A chave grava, mas não apaga o objeto de teste (s3:DeleteObject). A exportação só precisa gravar.',
    en: 'The key writes, but does not delete the object of the try (s3:DeleteObject). The export only needs to write.',
  },
  region_wrong: {
    pt: 'O bucket fica em outra região, ou em outro endereço.',
    en: 'The bucket is in another region, or at another address.',
  },
  clock: {
    pt: 'O serviço diz que o relógio desta instalação está errado.',
    en: 'The service says that the clock of this installation is wrong.',
  },
  address_refused: {
    pt: 'O endereço leva a um servidor que não é público.',
    en: 'The address leads to a server that is not public.',
  },
  unreachable: {
    pt: 'Não foi possível chegar ao endereço, ou a conexão caiu.',
    en: 'The address could not be reached, or the connection broke off.',
  },
  timeout: { pt: 'O serviço não respondeu a tempo.', en: 'The service did not answer in time.' },
  away: {
    pt: 'O serviço está fora do ar ou sobrecarregado.',
    en: 'The service is away, or has too much to do.',
  },
  refused: { pt: 'O serviço recusou o objeto.', en: 'The service refused the object.' },
  secret_closed: {
    pt: 'O segredo guardado não abre mais. Informe-o de novo.',
    en: 'The secret that was kept does not open any more. Enter it again.',
  },
} satisfies Record<string, Text>;

export type ExportProblem = keyof typeof EXPORT_PROBLEMS;

/** A bucket does not take what it is given. */
export class ExportRefused extends Error {
  override name = 'ExportRefused';
  readonly problem: ExportProblem;
  /** What the service itself says: a status, its own code. */
  readonly detail: string | null;

  constructor(problem: ExportProblem, detail: string | null, options?: ErrorOptions) {
    super(detail === null ? problem : `${problem} (${detail})`, options);
    this.problem = problem;
    this.detail = detail;
  }
}

/** What a person is told; null: it is no fault of the bucket or the setting. */
export const refusalIn = (error: unknown): Pick<ExportRefused, 'problem' | 'detail'> | null => {
  if (error instanceof ExportRefused) return error;
  return error instanceof TramaError && error.code === 'internal' ? { problem: 'secret_closed', detail: null } : null;
};

export const problemText = (problem: string): Text =>
  Object.hasOwn(EXPORT_PROBLEMS, problem) ? EXPORT_PROBLEMS[problem as ExportProblem] : EXPORT_PROBLEMS.refused;
