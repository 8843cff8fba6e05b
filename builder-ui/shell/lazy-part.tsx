import { type ComponentType, createElement, type LazyExoticComponent, lazy } from 'react';
import { fetchPart } from './fetch-part.ts';
import { tellWhereOutdated } from './new-build.tsx';

type Load<P extends object> = () => Promise<ComponentType<P>>;

const onMissing = (): void => void tellWhereOutdated();

/**
 * A part of a page that is code of its own. What stands in for it (`Suspense`) stays until it is there, however long that
 * takes: a field can be written in, a menu opens when it can.
 */
export const lazyPart = <P extends object>(load: Load<P>): LazyExoticComponent<ComponentType<P>> =>
  lazy(async () => ({ default: await fetchPart(load, { onMissing }) }));

const PAGE_TRIES = 3;

/** React keeps what failed as failed: these begin anew. */
const failed = new Set<() => void>();

/** Pages that could not be fetched are fetched again when they are drawn next. */
export const tryPagesAgain = (): void => {
  for (const begin of failed) begin();
  failed.clear();
};

/** A whole page: what fails is shown by the boundary around it (`PageBoundary`). `fetch` does so ahead. */
export const lazyPage = <P extends object>(load: Load<P>): ComponentType<P> & { fetch: () => Promise<unknown> } => {
  const begin = (): LazyExoticComponent<ComponentType<P>> =>
    lazy(async () => {
      try {
        return { default: await fetchPart(load, { tries: PAGE_TRIES }) };
      } catch (error) {
        failed.add(() => {
          page = begin();
        });
        throw error;
      }
    });
  let page = begin();
  // Erasure: React cannot tell that a lazy component takes what the component takes.
  const Page = (props: P) => createElement(page as ComponentType<P>, props);
  return Object.assign(Page, { fetch: load });
};
