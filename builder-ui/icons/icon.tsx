import { ICON_PATHS, type IconName } from './icon-paths.ts';

/** Names that the catalogue uses for what we draw under another name. */
const ALIASES: Record<string, IconName> = {
  'world-www': 'world',
  http: 'world',
  'message-circle': 'message',
  'message-2': 'message',
  'message-edit': 'message',
  'brand-telegram': 'send',
  'brand-whatsapp': 'message',
  'database-export': 'database',
  'database-import': 'database',
  'file-database': 'database',
  robot: 'sparkles',
  brain: 'sparkles',
  lock: 'key',
  tags: 'arrow-fork',
  vector: 'sitemap',
  'mail-cog': 'mail',
  'device-mobile-message': 'bell',
  'text-recognition': 'note',
  photo: 'file',
  link: 'external',
  edit: 'note',
};

/** What stands for all whose names begin alike: `file-type-csv`, `database-cog`. */
const KINDS: readonly IconName[] = ['database', 'file'];

const known = (name: string): IconName => {
  if (name in ICON_PATHS) return name as IconName;
  return ALIASES[name] ?? KINDS.find((kind) => name.startsWith(`${kind}-`)) ?? 'puzzle';
};

interface IconProps {
  /** Of `ICON_PATHS`, or what the catalogue calls it: an unknown name is drawn as a piece of a puzzle. */
  name: IconName | (string & {});
  size?: number;
  stroke?: number;
  className?: string;
}

/** An outline in the colour of the text around it; silent to readers of the screen. */
export const Icon = ({ name, size = 18, stroke = 1.75, className }: IconProps) => (
  <svg
    className={className}
    width={size}
    height={size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth={stroke}
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    <path d={ICON_PATHS[known(name)]} />
  </svg>
);
