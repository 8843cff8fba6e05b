import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { hovered, navigate } from '../router.ts';

interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  href: string;
}

/** A real link (open in a tab, copy, middle button), which stays in the application on a plain click. */
export const Link = ({ href, onClick, ...rest }: LinkProps) => {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    navigate(href);
  };
  return (
    <a href={href} onPointerEnter={() => hovered(href)} onFocus={() => hovered(href)} {...rest} onClick={follow} />
  );
};
