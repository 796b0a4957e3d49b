import { drawingStyle } from '../../server/src/graph/render/svg';
import { useTranslations } from '../../server/src/shared/l10n/translations';
import type { ToHost, ToPage } from './messages';
import { GraphPage, type PageHost } from './page';
import { themePalette } from './palette';

declare function acquireVsCodeApi(): PageHost & { postMessage(message: ToHost): void };

useTranslations(JSON.parse(document.body.dataset.translations ?? 'null'));

const sheet = new CSSStyleSheet();
sheet.replaceSync(drawingStyle(themePalette));
document.adoptedStyleSheets = [sheet];

const page = new GraphPage(document.body, acquireVsCodeApi());
window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => page.receive(data));
