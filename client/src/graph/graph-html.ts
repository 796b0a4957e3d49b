/** What the page needs of its webview, as texts. */
export interface GraphPageParts {
  /** A fresh random word for each page. */
  nonce: string;
  /** The webview's own origin for its policy. */
  cspSource: string;
  script: string;
  style: string;
  language: string;
  title: string;
  /** A PageState as JSON, which the page takes if it has none newer itself. */
  kept?: string;
  /** The texts of the page in the user's language, by the English ones, as JSON; absent if they are English. */
  translations?: string;
}

/** The page: one script and one style of this extension, nothing from elsewhere. */
export function graphHtml({
  nonce,
  cspSource,
  script,
  style,
  language,
  title,
  kept,
  translations,
}: GraphPageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    // The layout worker, and the picture on its way to a PNG.
    'worker-src blob:',
    'img-src blob:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width">
  <title>${title}</title>
  <link rel="stylesheet" href="${style}">
</head>
<body${data('kept', kept)}${data('translations', translations)}>
  <script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}

const attribute = (text: string): string =>
  text.replace(/[&"<>]/g, (character) => `&#${character.charCodeAt(0)};`);

const data = (name: string, value: string | undefined): string =>
  value === undefined ? '' : ` data-${name}="${attribute(value)}"`;
