import {
  type EvaluationContext,
  FlagNotFoundError,
  type JsonValue,
  type Provider,
  type ResolutionDetails,
  TypeMismatchError,
} from '@openfeature/server-sdk';
import { evaluate, type FlagRule } from './flag-rule.ts';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * OpenFeature's view of our flags: `targetingKey` is the tenant, `plan` its rank. Flags are on or off; other types are none of ours.
 */
export class FlagProvider implements Provider {
  readonly metadata = { name: 'trama-postgresql' } as const;
  readonly runsOn = 'server' as const;
  readonly #rules: () => Promise<ReadonlyMap<string, FlagRule>>;

  /** `rules`: all of them, as this process knows them. */
  constructor(rules: () => Promise<ReadonlyMap<string, FlagRule>>) {
    this.#rules = rules;
  }

  async resolveBooleanEvaluation(
    key: string,
    _default: boolean,
    { targetingKey, plan }: EvaluationContext,
  ): Promise<ResolutionDetails<boolean>> {
    const rule = (await this.#rules()).get(key);
    if (!rule) throw new FlagNotFoundError(`There is no flag ${key}`);
    const { on, reason } = evaluate(key, rule, { tenantId: textOf(targetingKey), plan: textOf(plan) });
    return { value: on, reason, variant: on ? 'on' : 'off' };
  }

  resolveStringEvaluation(key: string): Promise<ResolutionDetails<string>> {
    return Promise.reject(new TypeMismatchError(`${key} is on or off`));
  }

  resolveNumberEvaluation(key: string): Promise<ResolutionDetails<number>> {
    return Promise.reject(new TypeMismatchError(`${key} is on or off`));
  }

  resolveObjectEvaluation<T extends JsonValue>(key: string): Promise<ResolutionDetails<T>> {
    return Promise.reject(new TypeMismatchError(`${key} is on or off`));
  }
}
