import { send } from '../api-client.ts';

/** Where the audit goes. */
export interface ExportTarget {
  endpoint: string;
  region: string;
  bucket: string;
  prefix: string;
  accessKey: string;
  format: 'jsonl' | 'csv';
  gzip: boolean;
  hour: number;
}

interface Words {
  pt: string;
  en: string;
}

export interface ExportSchedule extends ExportTarget {
  upTo: number;
  waiting: number;
  nextAt: string;
  /** Its turn had come when this was asked. */
  due: boolean;
  lastAt: string | null;
  failing: { since: string; times: number; message: Words; detail: string | null } | null;
}

/** What a person enters; without a secret, the one that is kept. */
export type ExportGiven = ExportTarget & { secretKey?: string };

const PATH = '/audit/export-schedule';

const known = (schedule: ExportSchedule): ExportSchedule => ({
  ...schedule,
  due: new Date(schedule.nextAt).getTime() <= Date.now(),
});

export const loadSchedule = async (): Promise<ExportSchedule | null> => {
  const { schedule } = (await send<{ schedule: ExportSchedule | null }>(PATH)).body;
  return schedule && known(schedule);
};
export const saveSchedule = async (given: ExportGiven): Promise<ExportSchedule> =>
  known((await send<ExportSchedule>(PATH, { method: 'PUT', body: given })).body);
export const removeSchedule = async (): Promise<void> => {
  await send(PATH, { method: 'DELETE' });
};
/** It is due at once, by whichever clock. */
export const exportNow = async (): Promise<ExportSchedule> => ({
  ...(await send<ExportSchedule>(`${PATH}/run`, { method: 'POST' })).body,
  due: true,
});

/** Null: all is well. */
export type Trial = { message: Words; detail: string | null } | null;

export const trySchedule = async (given: ExportGiven): Promise<Trial> =>
  (await send<{ problem: Trial }>(`${PATH}/test`, { method: 'POST', body: given })).body.problem;
