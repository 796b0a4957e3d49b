import { t } from '@vscode/l10n';
import { plural } from '../../server/src/shared/localized-plural';

/** All words of the page in one place, each made when it is shown, in the language of the window. */
export const strings = {
  overview: () => t('All modules'),
  search: () => t('Search (press /)'),
  filter: () => t('Show only states'),
  matches: (count: number, total: number) => t('{0} of {1}', count, total),
  zoomIn: () => t('Zoom in (+)'),
  zoomOut: () => t('Zoom out (−)'),
  fit: () => t('Fit (0)'),
  exportSvg: () => t('Save as SVG'),
  exportPng: () => t('Save as PNG'),
  noPng: () => t('This window cannot create a PNG. Save the graph as SVG.'),
  keys: () =>
    t(
      'Keys: arrows move, Enter opens, Shift+Enter goes a level down, Backspace goes back, / searches, n and N step through matches, Shift+F10 opens the menu, + − 0 zoom.',
    ),
  picture: () => t('Pipeline graph'),
  minimap: () => t('Overview map: drag to move'),
  details: () => t('Details'),
  loading: () => t('Waiting for the pipeline…'),
  close: () => t('Close details'),
  open: (what: string) => t('Open {0}', what),
  down: {
    overview: () => t('Show all modules'),
    module: () => t('Show types'),
    type: () => t('Show headers'),
    header: () => t('Show the types that read it'),
  },
  actions: {
    castxml: () => t('Run CastXML through the cache'),
    igenerator: () => t('Run igenerator for the module'),
    explain: () => t('Explain the cache state'),
  },
  changed: (count: number) => plural(count, t('1 node changed'), t('{0} nodes changed', count)),
} as const;
