/** What templates are sorted by, in the order in which the gallery shows it. */
export const CATEGORIES = [
  'sales',
  'service',
  'finance',
  'stock',
  'operations',
  'integration',
  'ai',
  'reports',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Kinds of business that templates and kits are made for. */
export const SEGMENTS = ['online-shop', 'workshop', 'clinic', 'salon', 'delivery', 'fleet', 'hobby'] as const;
export type Segment = (typeof SEGMENTS)[number];

/** What a person fills in; says how it is asked for and which values fit. `money` is whole cents, `list` any JSON list. */
export const FIELD_KINDS = [
  'text',
  'longText',
  'number',
  'money',
  'email',
  'url',
  'chat',
  'time',
  'duration',
  'cron',
  'days',
  'list',
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];
