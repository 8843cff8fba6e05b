/** A cron that can be chosen without knowing cron: how often, and at what time of day. */
export interface CronChoice {
  often: 'daily' | 'weekdays' | 'noSunday' | 'hourly' | 'other';
  /** HH:mm; of `hourly` only the minutes count. */
  time: string;
}

const DAYS = { daily: '*', weekdays: '1-5', noSunday: '1-6' } as const;
const two = (n: number): string => String(n).padStart(2, '0');

/** Reads a cron of five fields; what is none of the choices is `other`. */
export const cronChoice = (cron: string): CronChoice => {
  const [minute = '', hour = '', date, month, days = ''] = cron.trim().split(/\s+/);
  const plain = /^\d{1,2}$/;
  if (date !== '*' || month !== '*' || !plain.test(minute)) return { often: 'other', time: '09:00' };
  if (hour === '*' && days === '*') return { often: 'hourly', time: `00:${two(Number(minute))}` };
  const often = (Object.keys(DAYS) as (keyof typeof DAYS)[]).find((one) => DAYS[one] === days);
  if (!often || !plain.test(hour)) return { often: 'other', time: '09:00' };
  return { often, time: `${two(Number(hour))}:${two(Number(minute))}` };
};

/** The cron of a choice; null where somebody has to write it. */
export const cronOf = ({ often, time }: CronChoice): string | null => {
  const [hour, minute] = time.split(':').map(Number);
  if (often === 'other' || Number.isNaN(hour) || Number.isNaN(minute)) return null;
  return often === 'hourly' ? `${minute} * * * *` : `${minute} ${hour} * * ${DAYS[often]}`;
};
