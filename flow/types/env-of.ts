import { type Type, t } from './type.ts';
import type { StepInfo, TypeEnv } from './type-env.ts';

export interface EnvTables {
  names?: Readonly<Record<string, Type>>;
  steps?: Readonly<Record<string, StepInfo>>;
  ports?: Readonly<Record<string, StepInfo>>;
  errors?: Readonly<Record<string, StepInfo>>;
  onlyError?: Type;
}

const none: StepInfo = { kind: 'unknown', type: t.unknown };

/** An environment out of tables: for places with no graph around them (a trigger's `dedupe`), and for tests. */
export const envOf = ({ names = {}, steps = {}, ports = {}, errors = {}, onlyError }: EnvTables): TypeEnv => ({
  name: (name) => (Object.hasOwn(names, name) ? names[name] : undefined),
  step: (id) => (Object.hasOwn(steps, id) ? (steps[id] ?? none) : none),
  port: (id) => (Object.hasOwn(ports, id) ? (ports[id] ?? none) : none),
  error: (id) => (Object.hasOwn(errors, id) ? (errors[id] ?? none) : none),
  onlyError: () => onlyError,
  names: () => Object.keys(names),
  nodes: () => new Set([...Object.keys(steps), ...Object.keys(ports), ...Object.keys(errors)]),
});
