/** What is right in many places: see whether the other side is there, and try again. */
export const AGAIN = {
  pt: 'Rode de novo a partir daqui; se acontecer outra vez, veja se o serviço está no ar.',
  en: 'Run again from here; if it happens once more, see whether the service is up.',
};

/** A field is wrong. */
export const CONFIG = {
  pt: 'Abra o passo no editor, corrija o campo e publique. Depois rode de novo a partir daqui.',
  en: 'Open the step in the editor, mend the field and publish. Then run again from here.',
};
