import { Button, Chip, Select, Skeleton, TextInput, Title } from '@mantine/core';
import { CATEGORIES, type Category, SEGMENTS, type Segment } from '#flow/template-lists.ts';
import { Icon } from '../icons/icon.tsx';
import { setSearch, usePlace } from '../router.ts';
import { segmentName } from '../settings/segments.ts';
import { Link } from '../shell/link.tsx';
import { EmptyState, ErrorState } from '../shell/states.tsx';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { FlowPicture } from './flow-picture.tsx';
import './gallery.css';
import { galleryApi } from './gallery-api.ts';
import { useGalleryTexts } from './gallery-texts.ts';
import type { Kit, TemplateSummary } from './gallery-types.ts';

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

interface Filter {
  words: string;
  category: Category | null;
  segment: Segment | null;
}

const chosen = <T extends string>(known: readonly T[], value: string | null): T | null =>
  known.find((one) => one === value) ?? null;

const matches = (template: TemplateSummary, { words, category, segment }: Filter): boolean => {
  const text = folded(`${template.title} ${template.summary} ${template.document.description ?? ''}`);
  return (
    (category === null || template.category === category) &&
    (segment === null || template.segments.includes(segment)) &&
    folded(words)
      .split(/\s+/)
      .every((word) => text.includes(word))
  );
};

/** Flows to begin with, found by word, subject and trade; kits of them on top. */
export const GalleryPage = () => {
  const t = useGalleryTexts();
  const locale = useLocale();
  const { search } = usePlace();
  const list = useQuery(`templates/${locale}`, galleryApi.templates);
  const kits = useQuery(`kits/${locale}`, galleryApi.kits);
  const filter: Filter = {
    words: search.get('q') ?? '',
    category: chosen(CATEGORIES, search.get('category')),
    segment: chosen(SEGMENTS, search.get('segment')),
  };
  const found = (list.data ?? []).filter((one) => matches(one, filter));
  const shownKits = (kits.data ?? []).filter(({ segment }) => filter.segment === null || segment === filter.segment);
  const isFiltered = filter.words.trim() !== '' || filter.category !== null;
  return (
    <>
      <header className="gallery-head">
        <Title order={1}>{t.title}</Title>
        <p>{t.lead}</p>
      </header>
      <Filters filter={filter} />
      {list.error !== undefined && !list.data ? (
        <ErrorState error={list.error} retry={list.reload} />
      ) : !list.data ? (
        <Loading />
      ) : (
        <>
          {!isFiltered && shownKits.length > 0 && <Kits kits={shownKits} />}
          {found.length === 0 ? (
            <EmptyState icon="search" title={t.none} text={t.noneHelp}>
              <Button mt="sm" variant="default" onClick={() => setSearch({ q: null, category: null, segment: null })}>
                {t.showAll}
              </Button>
            </EmptyState>
          ) : (
            <section aria-label={t.title}>
              <p className="gallery-count" role="status">
                {t.count(found.length)}
              </p>
              <ul className="gallery-cards">
                {found.map((one) => (
                  <TemplateCard key={one.id} template={one} />
                ))}
              </ul>
            </section>
          )}
        </>
      )}
    </>
  );
};

const Filters = ({ filter }: { filter: Filter }) => {
  const t = useGalleryTexts();
  const locale = useLocale();
  return (
    <div className="gallery-filters">
      <TextInput
        type="search"
        placeholder={t.search}
        aria-label={t.search}
        leftSection={<Icon name="search" size={16} />}
        value={filter.words}
        onChange={(event) => setSearch({ q: event.currentTarget.value })}
      />
      <Select
        aria-label={t.segment}
        placeholder={t.allSegments}
        data={SEGMENTS.map((value) => ({ value, label: segmentName(value, locale) }))}
        value={filter.segment}
        clearable
        onChange={(segment) => setSearch({ segment })}
      />
      <Chip.Group
        value={filter.category ?? 'all'}
        onChange={(category) => setSearch({ category: category === 'all' ? null : String(category) })}
      >
        <div className="gallery-chips" role="radiogroup" aria-label={t.category}>
          <Chip value="all" size="sm" variant="light">
            {t.allCategories}
          </Chip>
          {CATEGORIES.map((one) => (
            <Chip key={one} value={one} size="sm" variant="light">
              {t.categories[one]}
            </Chip>
          ))}
        </div>
      </Chip.Group>
    </div>
  );
};

const Kits = ({ kits }: { kits: Kit[] }) => {
  const t = useGalleryTexts();
  return (
    <section className="gallery-kits" aria-label={t.kits}>
      <h2>{t.kits}</h2>
      <p>{t.kitsHelp}</p>
      <ul>
        {kits.map((kit) => (
          <li key={kit.id}>
            <Link href={`/templates/kits/${kit.id}`} className="kit-card">
              <strong>{kit.title}</strong>
              <span>{kit.summary}</span>
              <small>{t.kitOf(kit.templates.length)}</small>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
};

const TemplateCard = ({ template }: { template: TemplateSummary }) => {
  const t = useGalleryTexts();
  const { connectors } = template;
  return (
    <li>
      <Link href={`/templates/${template.id}`} className="template-card card">
        <span className="template-picture">
          <FlowPicture document={template.document} />
        </span>
        <span className="template-words">
          <strong>{template.title}</strong>
          <span>{template.summary}</span>
          <small>
            {t.triggers[template.trigger] ?? template.trigger}
            {' · '}
            {connectors.length === 0 ? t.noConnection : connectors.map((one) => t.connectors[one] ?? one).join(', ')}
          </small>
        </span>
      </Link>
    </li>
  );
};

const Loading = () => (
  <ul className="gallery-cards" aria-hidden="true">
    {Array.from({ length: 6 }, (_, n) => (
      // Places have no identity.
      <li key={n}>
        <Skeleton height={250} radius={12} />
      </li>
    ))}
  </ul>
);
