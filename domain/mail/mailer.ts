import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { outside } from '#config/outside-calls.ts';

/** A letter of the product itself: sign-in links, invites, notices. Links stand on lines of their own. */
export interface Letter {
  /** One address, or several with commas between them. */
  to: string;
  subject: string;
  text: string;
  /** The same, for programs that show it; missing: the text alone. */
  html?: string;
  attachments?: { filename: string; content: Buffer; contentType: string }[];
  /** `<name@host>`: of what is sent a second time, by which mail programs know it. */
  messageId?: string;
}

export interface Mailer {
  /** Gives the letter to the server, or to the folder. @throws where the server does not take it. */
  send(letter: Letter): Promise<void>;
  /** The same, without making anybody wait: who asks cannot tell whether there was somebody to write to. */
  sendLater(letter: Letter): void;
  /** Waits for letters that are on their way. */
  close(): Promise<void>;
}

export interface MailerOptions {
  /** `smtp://user:password@host:587` or `smtps://…`; null: letters are kept in `folder`. */
  smtpUrl: string | null;
  /** `Trama <no-reply@example.com>` */
  from: string;
  /** Where letters are kept while no server is set; null: they are lost, and `onLost` hears of it (production). */
  folder: string | null;
  onLost(error: unknown): void;
  /** A letter lies in this file. */
  onKept(file: string): void;
}

const PATIENCE_MS = 10_000;

/** A header is one line, whatever a name in it holds. */
const oneLine = (text: string): string => text.replace(/[\r\n]+/g, ' ');

async function keep(folder: string, from: string, { to, subject, text }: Letter): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID().slice(0, 8)}.txt`);
  const head = [`From: ${from}`, `To: ${oneLine(to)}`, `Subject: ${oneLine(subject)}`];
  await writeFile(file, `${head.join('\n')}\n\n${text}\n`, { mode: 0o600 });
  return file;
}

/**
 * The server heard us, and takes not this letter, or not now (a mailbox that is full, a list of greys): another it may take. 421 says
 * that it goes away.
 */
const isRefusal = (error: Error): boolean => {
  const { responseCode, code } = error as { responseCode?: unknown; code?: unknown };
  return typeof responseCode === 'number' ? responseCode !== 421 : code === 'EENVELOPE';
};

/** Mail of the product itself, by the operator's own server; flows send theirs by connections (`email.send`). */
export function createMailer({ smtpUrl, from, folder, onLost, onKept }: MailerOptions): Mailer {
  const guarded = outside.breaker('mail', isRefusal);
  const onTheWay = new Set<Promise<void>>();
  const send = async (letter: Letter): Promise<void> => {
    if (smtpUrl === null) {
      if (folder === null) throw new Error('No mail server is set (SMTP_URL)');
      return onKept(await keep(folder, from, letter));
    }
    // Most processes never write a letter.
    const { createTransport } = await import('nodemailer');
    const waits = { connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS };
    const server = createTransport({ url: smtpUrl, ...waits });
    try {
      await guarded(() => server.sendMail({ from, ...letter, subject: oneLine(letter.subject) }));
    } finally {
      server.close();
    }
  };
  return {
    send,
    sendLater(letter) {
      const sending: Promise<void> = send(letter)
        .catch(onLost)
        .finally(() => onTheWay.delete(sending));
      onTheWay.add(sending);
    },
    close: async () => void (await Promise.all(onTheWay)),
  };
}
