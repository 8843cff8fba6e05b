import { inLocale, type Locale, type Text } from '#flow/json.ts';
import type { Segment } from '#flow/template-lists.ts';

/** Lines of business that kits are made for, and any other. */
const NAMES: Record<Segment | 'other', Text> = {
  workshop: { pt: 'Oficina', en: 'Repair shop' },
  'online-shop': { pt: 'Loja virtual', en: 'Online shop' },
  delivery: { pt: 'Delivery', en: 'Delivery' },
  salon: { pt: 'Salão de beleza', en: 'Salon' },
  clinic: { pt: 'Clínica', en: 'Clinic' },
  fleet: { pt: 'Frota', en: 'Fleet' },
  hobby: { pt: 'Loja de hobby', en: 'Hobby shop' },
  other: { pt: 'Outro ramo', en: 'Something else' },
};

export const segmentName = (segment: Segment, locale: Locale): string => inLocale(NAMES[segment], locale);

/** As choices; one that is not of the list is kept as it is. */
export const segmentsOf = (locale: Locale, current: string | null): { value: string; label: string }[] => {
  const known = Object.entries(NAMES).map(([value, name]) => ({ value, label: inLocale(name, locale) }));
  const isKnown = current === null || known.some(({ value }) => value === current);
  return isKnown ? known : [...known, { value: current, label: current }];
};
