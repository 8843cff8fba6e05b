import { isBuilt, isFeature, isMetered, MODULES } from '#flow/contracts/plan-features.ts';
import type { Locale } from '#flow/json.ts';
import { type FeatureTexts, featureName, limitText, marketplaceName, moduleName, valueText } from './feature-texts.ts';
import type { Plan } from './plan-api.ts';

/** Of a page of plans nobody reads thirty rows: what people ask for first. */
const FIRST = [
  'runs',
  'flows',
  'messages',
  'whatsapp_instances',
  'searches',
  'chatbot_flows',
  'users',
  'storage_bytes',
  'shops',
];

/** What a plan has, a row of its card each. */
export interface ContentsRow {
  key: string;
  name: string;
  /** True: it is there; null: it is not. */
  value: string | true | null;
  /** Shown before the rest is asked for. */
  first: boolean;
}

type Row = Omit<ContentsRow, 'first'>;

/** What people ask for first comes first. What the product does not have yet no plan has, whatever its version says. */
export const planContents = (plan: Plan, names: FeatureTexts, locale: Locale): ContentsRow[] =>
  [
    ...limitsOf(plan, names, locale),
    ...(isBuilt('search') ? shopsOf(plan, names) : []),
    ...modulesOf(plan, names),
    ...featuresOf(plan, names),
  ].map((row) => ({ ...row, first: FIRST.includes(row.key) }));

const limitsOf = (plan: Plan, names: FeatureTexts, locale: Locale): Row[] =>
  Object.keys(names.limits)
    .filter(isBuilt)
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .map((key) => {
      // What a plan does not name it does not limit.
      const limit = plan.limits[key] ?? -1;
      const text = limitText(names, key, limit, locale);
      const value = limit === 0 ? null : limit > 0 && isMetered(key) ? `${text} ${names.perMonth}` : text;
      return { key, name: featureName(names, key), value };
    });

const rankOf = (key: string): number => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length);

/** Parts that are features, too, stand among these. */
const modulesOf = (plan: Plan, names: FeatureTexts): Row[] =>
  MODULES.filter((name) => isBuilt(name) && !isFeature(name)).map((name) => {
    const value = plan.modules.includes(name) || null;
    return { key: `module:${name}`, name: moduleName(names, name), value };
  });

const featuresOf = (plan: Plan, names: FeatureTexts): Row[] =>
  Object.entries(plan.features)
    .filter(([key]) => isBuilt(key))
    .map(([key, value]) => ({ key, name: featureName(names, key), value: valueText(names, value) }));

const shopsOf = ({ marketplaces: { choose, fixed } }: Plan, names: FeatureTexts): Row[] => {
  if (choose === 'all') return [{ key: 'shops', name: names.allMarketplaces, value: true }];
  const some = [
    ...fixed.map((one) => marketplaceName(names, one)),
    ...(choose > 0 ? [names.chosenMarketplaces(choose)] : []),
  ];
  return some.length === 0 ? [] : [{ key: 'shops', name: some.join(names.and), value: true }];
};
