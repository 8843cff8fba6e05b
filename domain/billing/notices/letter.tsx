import { Body } from '@react-email/body';
import { Button } from '@react-email/button';
import { Container } from '@react-email/container';
import { Head } from '@react-email/head';
import { Heading } from '@react-email/heading';
import { Hr } from '@react-email/hr';
import { Html } from '@react-email/html';
import { Link } from '@react-email/link';
import { Preview } from '@react-email/preview';
import { Section } from '@react-email/section';
import { Text } from '@react-email/text';
import type { CSSProperties } from 'react';
import type { Locale } from '#flow/json.ts';
import type { FilledNotice } from './fill-words.ts';

export interface NoticeLetter extends FilledNotice {
  locale: Locale;
  /** Where the button leads. */
  url: string;
  /** Why somebody gets it, in small print. */
  why: string;
}

const FONT = 'Inter, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif';
const INK = '#1f2937';
const FAINT = '#6b7280';

// Mail programs read styles from the elements alone.
const STYLES = {
  page: { backgroundColor: '#f3f4f6', fontFamily: FONT, margin: 0, padding: '24px 8px' },
  card: { backgroundColor: '#ffffff', borderRadius: 12, maxWidth: 560, padding: '32px 32px 24px' },
  brand: { color: '#4338ca', fontSize: 18, fontWeight: 700, letterSpacing: -0.2, margin: '0 0 20px' },
  title: { color: INK, fontSize: 22, fontWeight: 650, lineHeight: '30px', margin: '0 0 12px' },
  text: { color: INK, fontSize: 15, lineHeight: '24px', margin: '0 0 14px', whiteSpace: 'pre-line' },
  code: {
    backgroundColor: '#f3f4f6',
    borderRadius: 8,
    color: INK,
    fontFamily: '"JetBrains Mono", Menlo, Consolas, monospace',
    fontSize: 13,
    lineHeight: '20px',
    margin: '0 0 14px',
    padding: '12px 14px',
    wordBreak: 'break-all',
  },
  act: { margin: '22px 0 26px' },
  button: {
    backgroundColor: '#4338ca',
    borderRadius: 8,
    color: '#ffffff',
    fontSize: 15,
    fontWeight: 600,
    padding: '12px 20px',
    textDecoration: 'none',
  },
  line: { borderColor: '#e5e7eb', margin: '0 0 14px' },
  small: { color: FAINT, fontSize: 12, lineHeight: '18px', margin: '0 0 4px' },
} as const satisfies Record<string, CSSProperties>;

/** A notice as mail programs show it. All words in it are text: React writes what looks like markup as letters. */
export const NoticeEmail = ({ subject, paragraphs, button, locale, url, why }: NoticeLetter) => (
  <Html lang={locale}>
    <Head>
      <title>{subject}</title>
    </Head>
    <Preview>{paragraphs[0]?.text ?? subject}</Preview>
    <Body style={STYLES.page}>
      <Container style={STYLES.card}>
        <Text style={STYLES.brand}>Trama</Text>
        <Heading as="h1" style={STYLES.title}>
          {subject}
        </Heading>
        {paragraphs.map(({ text, isCode }, at) => (
          <Text key={`${at} ${text}`} style={isCode ? STYLES.code : STYLES.text}>
            {text}
          </Text>
        ))}
        <Section style={STYLES.act}>
          <Button href={url} style={STYLES.button}>
            {button}
          </Button>
        </Section>
        <Hr style={STYLES.line} />
        <Text style={STYLES.small}>{why}</Text>
        <Text style={STYLES.small}>
          <Link href={url} style={{ color: FAINT }}>
            {url}
          </Link>
        </Text>
      </Container>
    </Body>
  </Html>
);
