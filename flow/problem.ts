/** Codes of `flow-language.md` §8, in the order in which that page names them. Codes are forever. */
export const PROBLEM_CODES = [
  'bad_document',
  'unknown_field',
  'unknown_node_type',
  'bad_config',
  'unknown_port',
  'dangling_edge',
  'cycle',
  'crosses_container',
  'unreachable',
  'duplicate_id',
  'duplicate_path',
  'bad_expression',
  'unknown_name',
  'type_mismatch',
  'maybe_missing',
  'not_before',
  'ambiguous_error',
  'wait_longer_than_run',
  'missing_connection',
  'channel_lacks_feature',
  'open_webhook',
  'parallel_assign',
  'two_responses',
  'too_large',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** What `compile` says about a document. `message` is in the locale that the caller asked for. */
export interface Problem {
  code: ProblemCode;
  severity: 'error' | 'warning';
  node?: string;
  /** JSON pointer: into the node where `node` is given (`/config/values/total`), else into the document. */
  field?: string;
  message: string;
  /** Character offsets into the field's text, end exclusive. */
  range?: { start: number; end: number };
}
