import { renderSVG } from 'uqr';

/**
 * The picture of a Pix code, as an SVG document with a white edge of four squares: scanners need it, also on a dark page. It
 * holds nothing but shapes, whatever the code says.
 */
export const drawPix = (code: string): string => renderSVG(code, { ecc: 'M', border: 4, pixelSize: 4 });

/** The same as an address, for `<img src>`. */
export const pixImage = (code: string): string => `data:image/svg+xml,${encodeURIComponent(drawPix(code))}`;
