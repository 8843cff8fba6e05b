import { CANVAS_SELECTOR } from './keyboard.ts';

const canvasElement = (): HTMLElement | null => document.querySelector<HTMLElement>(CANVAS_SELECTOR);

/** The keys are the canvas's again; `id`: the focus stands on that node, where it is drawn. */
export const focusCanvas = (id?: string): void => {
  const canvas = canvasElement();
  const node =
    id === undefined ? null : canvas?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
  (node ?? canvas)?.focus({ preventScroll: true });
};

/** Once what was just added is drawn. */
export const focusCanvasSoon = (id?: string): void => {
  requestAnimationFrame(() => requestAnimationFrame(() => focusCanvas(id)));
};

const FIELDS =
  'input:not([type="hidden"]):not(:disabled), textarea:not(:disabled), [contenteditable="true"], [role="combobox"], [role="switch"]';

/** The first field of the inspector, once it is drawn; of a field that is empty yet, what fills it. */
export const focusInspector = (): void => {
  requestAnimationFrame(() => {
    const inside = document.querySelector('.inspector-body [role="tabpanel"]') ?? document.querySelector('.inspector');
    const field = inside?.querySelector('.field');
    const first = [
      field?.querySelector(FIELDS),
      field?.querySelector('button:not(.field-tool)'),
      inside?.querySelector(FIELDS),
    ];
    const found = first.find((one) => one instanceof HTMLElement);
    (found ?? document.querySelector<HTMLElement>('.inspector input, .inspector button'))?.focus();
  });
};

export const focusPalette = (): void => {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('.sidebar .palette input')?.focus());
};

const REGIONS = [
  '.editor-head',
  '.sidebar[data-side="left"]',
  CANVAS_SELECTOR,
  '.sidebar[data-side="right"]',
  '.problems',
];
const REACHABLE = 'input, textarea, button:not(:disabled), [contenteditable="true"], a[href], [tabindex="0"]';

/** From one part of the editor to the next, as F6 does in other programs. */
export const focusNextRegion = (by: 1 | -1): void => {
  const regions = REGIONS.flatMap((selector) => {
    const region = document.querySelector<HTMLElement>(selector);
    return region && region.getBoundingClientRect().width > 40 ? [region] : [];
  });
  const at = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(Math.max(at, by === 1 ? -1 : 0) + by + regions.length) % regions.length];
  if (next?.matches(CANVAS_SELECTOR)) focusCanvas();
  else next?.querySelector<HTMLElement>(REACHABLE)?.focus();
};
