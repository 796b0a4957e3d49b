import { shownStatements, type PageData } from '../../server/src/shared/timings/page-data';
import { StatementTable } from './statement-table';
import { TimelineChart } from './timeline-chart';
import { TreemapChart } from './treemap-chart';

const data = JSON.parse(document.getElementById('timings-data')?.textContent ?? 'null') as PageData | null;
if (data) {
  const statements = shownStatements(data);
  const table = new StatementTable(statements);
  const timeline = document.getElementById('timeline');
  if (timeline) new TimelineChart(timeline, data, statements, (range) => table.showTimes(range));
  const treemap = document.getElementById('treemap');
  if (treemap) new TreemapChart(treemap, data.modules);
}
