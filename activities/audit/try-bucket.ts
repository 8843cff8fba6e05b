import { ExportRefused } from '#domain/audit/export-problems.ts';
import { type Bucket, deleteObject, putObject } from './bucket.ts';

/** Whoever tries waits before a screen. */
const PATIENCE = { timeoutMs: 8_000, attempts: 1 };

/** Writes a tiny object and takes it away. Null: all is well; a key that may write and not delete is told as well. */
export const tryBucket = async (bucket: Bucket, object: string): Promise<ExportRefused | null> => {
  const tried = { ...PATIENCE, ...bucket };
  try {
    await putObject(tried, { name: object, type: 'text/plain', bytes: Buffer.from('Trama\n') });
  } catch (error) {
    if (error instanceof ExportRefused) return error;
    throw error;
  }
  try {
    await deleteObject(tried, object);
    return null;
  } catch (error) {
    if (!(error instanceof ExportRefused)) throw error;
    return error.problem === 'denied' ? new ExportRefused('delete_denied', error.detail) : error;
  }
};
