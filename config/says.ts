/** What to write instead, in both languages: it stands in the message until `readEnv` makes the line. */
export const says = (pt: string, en: string) => ({ error: `${pt} · ${en}` });
