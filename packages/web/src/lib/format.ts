/** A whole number as the language writes it: 12,345. */
export function formatNumber(value: number, language: string): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 0 }).format(value);
}

/** A share in [0, 1] as a percentage with one decimal place. */
export function formatPercent(share: number, language: string): string {
  return new Intl.NumberFormat(language, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(share);
}

/** A share in [0, 1] as a percentage, with a decimal place only where it is needed: 97.5 %, 98 %. */
export function formatTick(share: number, language: string): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(
    share,
  );
}

/** A difference of two shares in points of a percentage, with its sign: +1.5. */
export function formatPoints(difference: number, language: string): string {
  return new Intl.NumberFormat(language, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(100 * difference);
}

const MINUTE_S = 60;
const HOUR_S = 3_600;

/** A stretch of time in the largest unit that fits: 40 sec, 12 min, 3.5 hr. */
export function formatDuration(seconds: number, language: string): string {
  const [unit, size] =
    seconds < 2 * MINUTE_S
      ? (['second', 1] as const)
      : seconds < 2 * HOUR_S
        ? (['minute', MINUTE_S] as const)
        : (['hour', HOUR_S] as const);
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: unit === 'hour' ? 1 : 0,
  }).format(seconds / size);
}

/** A day, from an ISO time. */
export function formatDate(iso: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(iso));
}

/** A day and the time of it, from an ISO time. */
export function formatTime(iso: string, language: string): string {
  const style = { dateStyle: 'medium', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat(language, style).format(new Date(iso));
}

const UNIT = 1_000;
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A number of bytes in the unit that fits: 1.2 MB. */
export function formatBytes(bytes: number, language: string): string {
  const power = Math.min(
    UNITS.length - 1,
    Math.floor(Math.log(Math.max(1, bytes)) / Math.log(UNIT)),
  );
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: UNITS[power]!,
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: 1,
  }).format(bytes / UNIT ** power);
}
