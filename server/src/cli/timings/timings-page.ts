import path from 'node:path';
import { readRegularFile } from '../../host/read-regular-file';
import { timingsHtml } from '../../pipeline/timings/report/timings-html';
import type { TimingsReport } from '../../shared/timings/timings-report';
import { programFolder } from '../program-folder';

/** The page of a report, with the script and the style that ship next to this program. */
export async function timingsPage(report: TimingsReport): Promise<string> {
  const asset = async (name: string): Promise<string> =>
    (await readRegularFile(path.join(programFolder(), name))).toString('utf8');
  const [script, style] = await Promise.all([asset('timings.js'), asset('timings-style.css')]);
  return timingsHtml(report, { script: inline(script), style });
}

/** Without the name of its source map, which a page in another folder cannot load. */
function inline(script: string): string {
  return script.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, '\n').replaceAll('</script', '<\\/script');
}
