import { plural } from '../../server/src/shared/plural';

/** All texts of the page in one place, so that they can be translated. */
export const strings = {
  overview: 'All modules',
  search: 'Search (press /)',
  filter: 'Show only states',
  matches: (count: number, total: number): string => `${count} of ${total}`,
  zoomIn: 'Zoom in (+)',
  zoomOut: 'Zoom out (−)',
  fit: 'Fit (0)',
  exportSvg: 'Save as SVG',
  exportPng: 'Save as PNG',
  keys: 'Keys: arrows move, Enter opens, Shift+Enter goes a level down, Backspace goes back, / searches, n and N step through matches, Shift+F10 opens the menu, + − 0 zoom.',
  picture: 'Pipeline graph',
  minimap: 'Overview map: drag to move',
  loading: 'Waiting for the pipeline…',
  layingOut: 'Laying out…',
  close: 'Close details',
  open: (what: string): string => `Open ${what}`,
  down: {
    overview: 'Show all modules',
    module: 'Show types',
    type: 'Show headers',
    header: 'Show the types that read it',
  },
  actions: {
    castxml: 'Run CastXML through the cache',
    igenerator: 'Run igenerator for the module',
    explain: 'Explain the cache state',
  },
  changed: (count: number): string => `${plural(count, 'node')} changed`,
  position: (index: number, total: number): string => `${index} of ${total}`,
} as const;
