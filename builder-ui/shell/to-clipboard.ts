/** @throws where the browser keeps the clipboard from us: without leave, or where the page did not come by https */
export const toClipboard = async (text: string): Promise<void> => await navigator.clipboard.writeText(text);
