import { Badge, Button, Skeleton, Title } from '@mantine/core';
import { Suspense } from 'react';
import { Icon } from '../icons/icon.tsx';
import { navigate } from '../router.ts';
import { segmentName } from '../settings/segments.ts';
import { lazyPart } from '../shell/lazy-part.tsx';
import { Link } from '../shell/link.tsx';
import { ErrorState } from '../shell/states.tsx';
import { toastDone } from '../shell/toasts.tsx';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import './gallery.css';
import { galleryApi } from './gallery-api.ts';
import { useGalleryTexts } from './gallery-texts.ts';
import type { Template } from './gallery-types.ts';
import { SetupForm } from './setup-form.tsx';
import { TrialResult } from './trial-result.tsx';
import { useSaid } from './use-said.ts';
import { useTrial } from './use-trial.ts';

// The canvas is large: the story can be read before it is there.
const TemplateCanvas = lazyPart(() => import('./template-canvas.tsx').then((part) => part.TemplateCanvas));

/** One template: what it does, what it needs, how it looks, and the way to have it. */
export const TemplatePage = ({ id }: { id: string }) => {
  const t = useGalleryTexts();
  const locale = useLocale();
  const { data: template, error, reload } = useQuery(`template/${id}/${locale}`, () => galleryApi.template(id));
  return (
    <>
      <Link href="/templates" className="back-link">
        <Icon name="chevron-left" size={16} /> {t.back}
      </Link>
      {error !== undefined && !template ? (
        <ErrorState error={error} retry={reload} />
      ) : !template ? (
        <Loading />
      ) : (
        <Loaded key={`${template.id}/${locale}`} template={template} />
      )}
    </>
  );
};

const Loading = () => (
  <div aria-hidden="true">
    <Skeleton height={34} width="40%" mb="lg" />
    <div className="template-columns">
      <Skeleton height={440} radius={12} />
      <Skeleton height={440} radius={12} />
    </div>
  </div>
);

const Loaded = ({ template }: { template: Template }) => {
  const t = useGalleryTexts();
  const locale = useLocale();
  const { said, setSaid, wrong, busy, using } = useSaid();
  const { catalogue, trial, busy: trying, run } = useTrial(template, said);
  const use = (publish: boolean) =>
    using(publish, async () => {
      const { flow, tables } = await galleryApi.use(template.id, { ...said, publish });
      const made = tables.filter(({ how }) => how === 'created').map(({ name }) => name);
      toastDone(publish ? t.published(flow.name) : t.made(flow.name));
      if (made.length > 0) toastDone(t.madeTables(made.join(', ')));
      navigate(`/flows/${flow.id}`);
    });
  return (
    <>
      <header className="template-head">
        <Title order={1}>{template.title}</Title>
        <p>{template.summary}</p>
        <div className="template-chips">
          <Badge variant="light" tt="none">
            {t.categories[template.category]}
          </Badge>
          {template.segments.map((one) => (
            <Badge key={one} variant="outline" color="gray" tt="none">
              {segmentName(one, locale)}
            </Badge>
          ))}
        </div>
      </header>
      <div className="template-columns">
        <div className="template-about">
          <section className="template-canvas card" aria-label={t.preview}>
            {catalogue ? (
              <Suspense fallback={<Skeleton height="100%" />}>
                <TemplateCanvas
                  document={template.document}
                  catalogue={catalogue}
                  played={trial === 'broken' ? null : trial}
                />
              </Suspense>
            ) : (
              <Skeleton height="100%" />
            )}
          </section>
          <section className="template-try">
            <Button
              variant="default"
              leftSection={<Icon name="play" size={15} />}
              loading={trying}
              disabled={!catalogue}
              onClick={() => void run()}
            >
              {trial ? t.tryAgain : t.tryIt}
            </Button>
            <small>{t.tryHelp}</small>
          </section>
          {trial && catalogue && <TrialResult {...{ trial, catalogue }} document={template.document} />}
          <Story template={template} />
        </div>
        <SetupForm
          asked={template}
          {...{ said, wrong, busy }}
          onChange={setSaid}
          labels={{ use: t.use, publish: t.usePublish }}
          onUse={(publish) => void use(publish)}
        />
      </div>
    </>
  );
};

const Story = ({ template }: { template: Template }) => {
  const t = useGalleryTexts();
  return (
    <>
      <section className="template-story">
        <h2>{t.story}</h2>
        <ol>
          {template.story.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
      </section>
      {template.tables.length > 0 && (
        <section className="template-story">
          <h2>{t.tables}</h2>
          <p>{t.tablesHelp}</p>
          <ul className="template-tables">
            {template.tables.map((table) => (
              <li key={table.name} data-group="data">
                <Icon name="database" size={16} />
                <span>
                  <strong>{table.name}</strong> {table.description}
                  <small>{table.columns.map(({ name }) => name).join(' · ')}</small>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
};
