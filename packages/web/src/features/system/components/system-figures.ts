import type { System } from '@alaas/client';
import type en from '../../../locales/en.json';
import { formatBytes, formatNumber } from '../../../lib/format';

/** One figure with its name. */
export interface Figure {
  readonly name: keyof (typeof en)['system']['figure'];
  readonly value: string;
  /** Whether somebody should look at it. */
  readonly isBad?: boolean;
}

/** What belongs together. */
interface FigurePanel {
  readonly panel: keyof (typeof en)['system']['panel'];
  readonly figures: readonly Figure[];
}

const SECONDS = { minute: 60, hour: 3_600, day: 86_400 } as const;

/** What the page shows of an installation, as the language writes it. */
export function systemFigures(system: System, language: string): readonly FigurePanel[] {
  const { projects, jobs, selections, deliveries, database, workers } = system;
  const number = (value: number): string => formatNumber(value, language);
  const count = (name: Figure['name'], value: number): Figure => ({ name, value: number(value) });
  const bad = (name: Figure['name'], value: number): Figure => ({
    ...count(name, value),
    isBad: value > 0,
  });
  return [
    {
      panel: 'server',
      figures: [
        { name: 'version', value: system.version },
        { name: 'uptime', value: duration(system.uptimeSeconds, language) },
        { name: database.kind, value: formatBytes(database.bytes, language) },
        { name: 'cacheBytes', value: formatBytes(system.cacheBytes, language) },
        { ...count('workers', workers), isBad: workers === 0 },
      ],
    },
    {
      panel: 'projects',
      figures: [
        count('projects', projects.all),
        count('computing', projects.computing),
        count('labelling', projects.labelling),
        count('deciding', projects.deciding),
        bad('halted', projects.halted),
      ],
    },
    {
      panel: 'jobs',
      figures: [
        count('jobsRunning', jobs.running),
        count('jobsQueued', jobs.queued),
        bad('jobsFailed', jobs.failed),
        count('selectionsRunning', selections.running),
        count('selectionsWaiting', selections.waiting),
      ],
    },
    {
      panel: 'webhooks',
      figures: [
        count('deliveriesWaiting', deliveries.waiting),
        bad('deliveriesFailed', deliveries.failed),
      ],
    },
  ];
}

/** In the largest unit of which it is at least one. */
function duration(seconds: number, language: string): string {
  const large = seconds >= SECONDS.day ? 'day' : 'hour';
  const unit = seconds >= SECONDS.hour ? large : 'minute';
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: 1,
  }).format(seconds / SECONDS[unit]);
}
