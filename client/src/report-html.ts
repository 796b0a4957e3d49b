/** Nothing may run or be loaded: styles and pictures are in the page itself. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/**
 * A report of `itk-wrap` as a page for a webview. The content security policy comes before everything else in it. The page
 * is dark if VS Code is, whatever the system's theme.
 */
export function reportHtml(html: string, dark: boolean): string {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
  return html
    .replace(/<head(?:\s[^>]*)?>/i, (tag) => tag + meta)
    .replaceAll('(prefers-color-scheme: dark)', dark ? 'all' : 'not all')
    .replaceAll('color-scheme: light dark', `color-scheme: ${dark ? 'dark' : 'light'}`);
}

/**
 * The page of `itk-wrap timings`, dark if VS Code is, whatever the system's theme. Only an attribute is added: the content
 * policy of the page names its style by a digest.
 */
export function timingsInScheme(html: string, dark: boolean): string {
  return html.replace('<html lang="en">', `<html lang="en" data-scheme="${dark ? 'dark' : 'light'}">`);
}
