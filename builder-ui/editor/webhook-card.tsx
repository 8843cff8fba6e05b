import type { FlowDocument } from '#flow/document.ts';
import type { Json } from '#flow/json.ts';
import { exampleOf } from '../document/example.ts';
import { asSchema } from '../document/schema.ts';
import { CopyIcon, CopyText } from '../shell/copy-text.tsx';
import { useInspectorTexts } from './inspector-texts.ts';

interface WebhookCardProps {
  document: FlowDocument;
  tenant: string;
  path: string;
}

const WITHOUT_BODY: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS']);

/** A call as one types it. Quotes in the data end the shell's, so they are written around. */
const curlOf = (address: string, method: string, data: Json): string => {
  if (WITHOUT_BODY.has(method)) return `curl -X ${method} '${address}'`;
  const body = JSON.stringify(data).replaceAll("'", `'\\''`);
  return `curl -X ${method} '${address}' \\\n  -H 'Content-Type: application/json' \\\n  -d '${body}'`;
};

/** Where others call, and how that looks. */
export const WebhookCard = ({ document, tenant, path }: WebhookCardProps) => {
  const t = useInspectorTexts().webhook;
  const address = `${location.origin}/hooks/${tenant}/${path}`;
  const { method } = document.trigger.config;
  const input = asSchema(document.input);
  const asked = typeof method === 'string' && method !== 'ANY' ? method : 'POST';
  const curl = curlOf(address, asked, input ? exampleOf(input) : {});
  return (
    <section className="webhook-card">
      <CopyText label={t.address} text={address} />
      <p className="field-hint">{t.addressHelp}</p>
      <details>
        <summary>{t.curl}</summary>
        <div className="curl">
          <pre>{curl}</pre>
          <CopyIcon text={curl} />
        </div>
      </details>
    </section>
  );
};
