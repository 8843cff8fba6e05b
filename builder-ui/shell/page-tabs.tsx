import { useEffect, useRef } from 'react';
import { Link } from './link.tsx';

export interface PageTab {
  href: string;
  text: string;
  isHere: boolean;
}

/** The tabs of a page, each with an address of its own. On a phone they are a row longer than the screen: the one shown is in sight. */
export const PageTabs = ({ label, tabs }: { label: string; tabs: readonly PageTab[] }) => {
  const nav = useRef<HTMLElement>(null);
  const here = tabs.find(({ isHere }) => isHere)?.href;
  useEffect(() => {
    if (here) nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [here]);
  return (
    <nav className="page-tabs" aria-label={label} ref={nav}>
      {tabs.map(({ href, text, isHere }) => (
        <Link key={href} href={href} aria-current={isHere ? 'page' : undefined}>
          {text}
        </Link>
      ))}
    </nav>
  );
};
