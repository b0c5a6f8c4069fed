/** What the dialog says, by language; `{}` is filled in. */
export const dialogTexts = {
  en: {
    title: 'Debug info',
    about:
      'All that this chat did since the page was loaded, for whoever looks into a problem. Passwords and keys are never in it.',
    include: 'Include what was written',
    copy: 'Copy debug info',
    download: 'Download',
    close: 'Close',
    making: 'One moment…',
    copied: 'Copied: {}.',
    refused: 'The browser refused to copy. Copy the selected text, or download it: {}.',
    failed: 'The debug info could not be made. Check the connection and try again.',
    masked: '{} KB, {} events, texts masked',
    plain: '{} KB, {} events, texts included',
    broken: 'Broken promises: {}',
  },
  es: {
    title: 'Diagnóstico',
    about:
      'Todo lo que hizo este chat desde que se cargó la página, para quien investigue un problema. Nunca lleva contraseñas ni claves.',
    include: 'Incluir lo que se escribió',
    copy: 'Copiar diagnóstico',
    download: 'Descargar',
    close: 'Cerrar',
    making: 'Un momento…',
    copied: 'Copiado: {}.',
    refused: 'El navegador no permite copiar. Copia el texto seleccionado o descárgalo: {}.',
    failed: 'No se pudo reunir el diagnóstico. Revisa la conexión e inténtalo de nuevo.',
    masked: '{} KB, {} eventos, textos ocultos',
    plain: '{} KB, {} eventos, textos incluidos',
    broken: 'Promesas rotas: {}',
  },
} as const;

export type DialogTexts = Record<keyof (typeof dialogTexts)['en'], string>;

export function fill(text: string, ...values: (string | number)[]): string {
  let i = 0;
  return text.replace(/\{\}/g, () => `${values[i++]}`);
}
