import { Badge, Button, Skeleton, Title } from '@mantine/core';
import { useState } from 'react';
import { Icon } from '../icons/icon.tsx';
import { Link } from '../shell/link.tsx';
import { EmptyState, ErrorState } from '../shell/states.tsx';
import { useLocale } from '../texts/texts.ts';
import { useQuery } from '../use-query.ts';
import { FlowPicture } from './flow-picture.tsx';
import './gallery.css';
import { galleryApi } from './gallery-api.ts';
import { useGalleryTexts } from './gallery-texts.ts';
import type { Kit, TemplateSummary, UsedKit } from './gallery-types.ts';
import { SetupForm } from './setup-form.tsx';
import { useSaid } from './use-said.ts';

/** One kit: its flows, one set-up for all of them, and what became of it. */
export const KitPage = ({ id }: { id: string }) => {
  const t = useGalleryTexts();
  const locale = useLocale();
  const { data: all, error, reload } = useQuery(`kits/${locale}`, galleryApi.kits);
  const { data: templates = [] } = useQuery(`templates/${locale}`, galleryApi.templates);
  const kit = all?.find((one) => one.id === id);
  return (
    <>
      <Link href="/templates" className="back-link">
        <Icon name="chevron-left" size={16} /> {t.back}
      </Link>
      {error !== undefined && !all ? (
        <ErrorState error={error} retry={reload} />
      ) : !all ? (
        <Skeleton height={440} radius={12} />
      ) : !kit ? (
        <EmptyState icon="search" title={t.none} text={t.noneHelp} />
      ) : (
        <Loaded kit={kit} templates={templates} />
      )}
    </>
  );
};

const Loaded = ({ kit, templates }: { kit: Kit; templates: TemplateSummary[] }) => {
  const t = useGalleryTexts();
  const { said, setSaid, wrong, busy, using } = useSaid();
  const [used, setUsed] = useState<UsedKit | null>(null);
  const use = (publish: boolean) =>
    using(publish, async () => setUsed(await galleryApi.useKit(kit.id, { ...said, publish })));
  const byId = new Map(templates.map((one) => [one.id, one]));
  return (
    <>
      <header className="template-head">
        <Title order={1}>{kit.title}</Title>
        <p>{kit.summary}</p>
      </header>
      <div className="template-columns">
        <section className="template-about">
          <h2>{t.kitFlows}</h2>
          <ul className="kit-flows">
            {kit.templates.map((one) => {
              const document = byId.get(one.id)?.document;
              return (
                <li key={one.id} className="card">
                  <Link href={`/templates/${one.id}`}>
                    <span className="kit-picture">{document && <FlowPicture document={document} />}</span>
                    <span>
                      <strong>{one.title}</strong>
                      <small>{one.summary}</small>
                    </span>
                  </Link>
                </li>
              );
            })}
          </ul>
        </section>
        {used ? (
          <Done used={used} />
        ) : (
          <SetupForm
            asked={kit}
            {...{ said, wrong, busy }}
            onChange={setSaid}
            labels={{ use: t.useKit, publish: t.useKitPublish }}
            onUse={(publish) => void use(publish)}
          />
        )}
      </div>
    </>
  );
};

const Done = ({ used }: { used: UsedKit }) => {
  const t = useGalleryTexts();
  const made = used.tables.filter(({ how }) => how === 'created').map(({ name }) => name);
  return (
    <section className="setup card kit-done" role="status">
      <h2>
        <Icon name="check" size={20} /> {t.kitDone}
      </h2>
      <p>{t.kitDoneHelp}</p>
      <ul>
        {used.flows.map((flow) => (
          <li key={flow.flowId}>
            <Link href={`/flows/${flow.flowId}`}>{flow.name}</Link>
            <Badge size="sm" tt="none" variant="light" color={flow.publishedVersion === null ? 'gray' : 'brand'}>
              {flow.kept ? t.kept : flow.publishedVersion === null ? t.draft : t.live}
            </Badge>
          </li>
        ))}
      </ul>
      {made.length > 0 && <small>{t.madeTables(made.join(', '))}</small>}
      <Button component={Link} href="/flows" variant="default" rightSection={<Icon name="chevron-right" size={15} />}>
        {t.open}
      </Button>
    </section>
  );
};
