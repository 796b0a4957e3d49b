/** Everything that the page needs from its webview, as text. */
export interface GraphPageParts {
  /** A new random word for each page. */
  nonce: string;
  /** The webview's own origin, for the content security policy. */
  cspSource: string;
  script: string;
  style: string;
  language: string;
  title: string;
  /** A `PageState` as JSON. The page uses it unless it has a newer one itself. */
  kept?: string;
  /** The texts of the page in the user's language, by the English ones, as JSON; absent if they are English. */
  translations?: string;
}

/** The HTML of the page. It loads one script and one style sheet of this extension, and nothing from elsewhere. */
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
    // For the layout worker, and for the picture that becomes a PNG.
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
