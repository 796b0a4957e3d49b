import * as l10n from '@vscode/l10n';
import { plural } from '../../server/src/shared/l10n/localized-plural';

/** All texts of the page in one place. Each is made when it is shown, in the language of the window. */
export const strings = {
  overview: () => l10n.t('All modules'),
  search: () => l10n.t('Search (press /)'),
  filter: () => l10n.t('Show only states'),
  matches: (count: number, total: number) => l10n.t('{0} of {1}', count, total),
  zoomIn: () => l10n.t('Zoom in (+)'),
  zoomOut: () => l10n.t('Zoom out (−)'),
  fit: () => l10n.t('Fit (0)'),
  exportSvg: () => l10n.t('Save as SVG'),
  exportPng: () => l10n.t('Save as PNG'),
  noPng: () => l10n.t('This window cannot create a PNG. Save the graph as SVG.'),
  keys: () =>
    l10n.t(
      'Keys: arrows move, Enter opens, Shift+Enter goes a level down, Backspace goes back, / searches, n and N step through matches, Shift+F10 opens the menu, + − 0 zoom.',
    ),
  picture: () => l10n.t('Pipeline graph'),
  minimap: () => l10n.t('Overview map: drag to move'),
  details: () => l10n.t('Details'),
  loading: () => l10n.t('Waiting for the pipeline…'),
  close: () => l10n.t('Close details'),
  open: (what: string) => l10n.t('Open {0}', what),
  down: {
    overview: () => l10n.t('Show all modules'),
    module: () => l10n.t('Show types'),
    type: () => l10n.t('Show headers'),
    header: () => l10n.t('Show the types that read it'),
  },
  actions: {
    castxml: () => l10n.t('Run CastXML through the cache'),
    igenerator: () => l10n.t('Run igenerator for the module'),
    explain: () => l10n.t('Explain the cache state'),
  },
  changed: (count: number) => plural(count, l10n.t('1 node changed'), l10n.t('{0} nodes changed', count)),
} as const;
