import type { Locale } from '#flow/json.ts';
import { useLocale } from '../../texts/texts.ts';

const pt = {
  starting: 'Se começar em',
  ends: (when: string, span: string) => (span ? `Acaba ${when}: ${span} depois.` : `Acaba ${when}, na mesma hora.`),
  atMost: (when: string, span: string) => `Espera no máximo até ${when}: ${span}.`,
  pushed: (when: string) => `Sem o horário marcado seria ${when}.`,
  inZone: (zone: string) => `Pelo relógio do fluxo: ${zone}.`,
  noEnd: 'Espera até acontecer, sem prazo.',
  byData: 'O fim depende dos dados: só a execução diz.',
  once: (timeout: string) => `Tenta uma vez só, por até ${timeout}.`,
  retries: (attempts: number, pauses: string) => `Tenta até ${attempts} vezes, com pausas de ${pauses}.`,
  worst: (span: string, timeout: string) =>
    `Cada tentativa leva até ${timeout}; no pior caso o passo desiste depois de ${span}.`,
  more: 'e assim por diante',
  everyDay: 'Todo dia',
  onDays: (days: string) => `Dia ${days} do mês`,
  fromTo: (from: string, to: string) => `De ${from} a ${to}`,
  onWeekdays: (days: string) => `Toda semana: ${days}`,
  inMonths: (months: string) => `em ${months}`,
  at: (times: string) => `às ${times}`,
  everyMinute: 'a cada minuto',
  everyMinutes: (n: number) => `a cada ${n} minutos`,
  everyHour: 'de hora em hora',
  everyHourAt: (minute: number) => `de hora em hora, no minuto ${minute}`,
  everyHours: (n: number) => `a cada ${n} horas`,
  between: (from: number, to: number) => `entre ${from}h e ${to}h59`,
  everySpan: (span: string) => `A cada ${span}`,
};

export type DryTexts = typeof pt;

const en: DryTexts = {
  starting: 'If it starts at',
  ends: (when, span) => (span ? `Ends ${when}: ${span} later.` : `Ends ${when}, at once.`),
  atMost: (when, span) => `Waits until ${when} at most: ${span}.`,
  pushed: (when) => `Without the set hours it would be ${when}.`,
  inZone: (zone) => `By the clock of the flow: ${zone}.`,
  noEnd: 'Waits until it happens, without a deadline.',
  byData: 'The end depends on the data: only a run can tell.',
  once: (timeout) => `Tries once, for up to ${timeout}.`,
  retries: (attempts, pauses) => `Tries up to ${attempts} times, with pauses of ${pauses}.`,
  worst: (span, timeout) => `Each attempt takes up to ${timeout}; at worst the step gives up after ${span}.`,
  more: 'and so on',
  everyDay: 'Every day',
  onDays: (days) => `On day ${days} of the month`,
  fromTo: (from, to) => `From ${from} to ${to}`,
  onWeekdays: (days) => `Every week: ${days}`,
  inMonths: (months) => `in ${months}`,
  at: (times) => `at ${times}`,
  everyMinute: 'every minute',
  everyMinutes: (n) => `every ${n} minutes`,
  everyHour: 'every hour',
  everyHourAt: (minute) => `every hour, at minute ${minute}`,
  everyHours: (n) => `every ${n} hours`,
  between: (from, to) => `between ${from}:00 and ${to}:59`,
  everySpan: (span) => `Every ${span}`,
};

export const dryTexts = (locale: Locale): DryTexts => (locale === 'en' ? en : pt);
export const useDryTexts = (): DryTexts => dryTexts(useLocale());
