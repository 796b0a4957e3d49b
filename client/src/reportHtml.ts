/** Nothing runs and nothing is loaded: styles and pictures are in the page itself. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** A report of `itk-wrap` as a page of the editor: under a policy that stands before everything else in it. */
export function reportHtml(html: string): string {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`;
  const head = /<head(?:\s[^>]*)?>/i;
  return head.test(html)
    ? html.replace(head, (tag) => tag + meta)
    : `<!DOCTYPE html><html><head><meta charset="utf-8">${meta}</head><body>${html}</body></html>`;
}
