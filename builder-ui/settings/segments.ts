import { inLocale, type Locale, type Text } from '#flow/json.ts';

/** Lines of business that kits are made for, and some more. */
export const SEGMENTS: readonly { id: string; name: Text }[] = [
  { id: 'workshop', name: { pt: 'Oficina', en: 'Repair shop' } },
  { id: 'online-shop', name: { pt: 'Loja virtual', en: 'Online shop' } },
  { id: 'delivery', name: { pt: 'Delivery', en: 'Delivery' } },
  { id: 'salon', name: { pt: 'Salão de beleza', en: 'Salon' } },
  { id: 'clinic', name: { pt: 'Clínica', en: 'Clinic' } },
  { id: 'fleet', name: { pt: 'Frota', en: 'Fleet' } },
  { id: 'hobby', name: { pt: 'Loja de hobby', en: 'Hobby shop' } },
  { id: 'other', name: { pt: 'Outro ramo', en: 'Something else' } },
];

/** As choices; one that is not of the list is kept as it is. */
export const segmentsOf = (locale: Locale, current: string | null): { value: string; label: string }[] => {
  const known = SEGMENTS.map(({ id, name }) => ({ value: id, label: inLocale(name, locale) }));
  const isKnown = current === null || known.some(({ value }) => value === current);
  return isKnown ? known : [...known, { value: current, label: current }];
};
