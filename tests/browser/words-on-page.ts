import type { Page } from 'playwright-core';

/** Words of one language that are none of the other. */
const WORDS = {
  'pt-BR':
    /[ãõç]|\b(não|você|seu|sua|seus|suas|para|com|sem|uma|dos|das|fluxos?|passos?|execuç|salvar|novo|nova|criar|fechar|voltar|todos|nenhuma?|hoje|ontem|agora|há|quando|quem|ainda|depois|antes|este|esta|isto)\b/i,
  en: /\b(the|and|of|you|your|with|this|these|are|from|when|who|what|which|flows?|runs?|steps?|save|close|search|none|more|all|new|ago|yet|only)\b/i,
} as const;

/** Names that people gave are theirs, in any language; why a run waits is told in the account's. */
const GIVEN = [
  'Soma o pedido, avisa o sistema da loja e pede a aprovação do dono.',
  ...['Pedido acima de R$ 100', 'Sincronizar estoque', 'Lembrete de horário', 'Somar os itens', 'Passa de R$ 100?'],
  ...['Avisar o sistema da loja', 'Aprovação do dono', 'Separar cada item', 'Etiqueta da peça', 'Um instante'],
  ...['Ler o estoque', 'Guardar', 'Avisar a equipe', 'estoque.mudou', 'novo', 'Compras', 'Compra de peças'],
  'Espera uma decisão',
];

/** What a person wrote, or a machine: no text of ours. What says itself which language it is in is read aloud in that. */
const DATA =
  'code, pre, .mono, .react-flow__attribution, .cm-editor, .react-flow__node, .template-canvas, input, textarea, img, body [lang]';

/** All that is read or heard on the page, a piece each. */
const textsOf = (page: Page): Promise<string[]> =>
  page.evaluate((data) => {
    const found = new Set<string>();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode())
      if (node.parentElement && !node.parentElement.closest(`${data}, script, style`))
        found.add(node.textContent ?? '');
    for (const one of document.querySelectorAll('[aria-label], [placeholder], [title]'))
      for (const name of ['aria-label', 'placeholder', 'title'])
        if (!one.closest('.react-flow__node, .react-flow__attribution')) found.add(one.getAttribute(name) ?? '');
    // Zones have their names everywhere.
    return [...found].map((text) => text.trim()).filter((text) => text && !/^[A-Z]\w+\/\S+$/.test(text));
  }, DATA);

export type Language = keyof typeof WORDS;

/** Texts of the page that are not of its language: the `other` one's words stand in them. */
export async function strayWords(page: Page, other: Language): Promise<string[]> {
  const ours = (text: string) => GIVEN.reduce((rest, name) => rest.replaceAll(name, ''), text);
  return (await textsOf(page)).filter((text) => WORDS[other].test(ours(text)));
}
