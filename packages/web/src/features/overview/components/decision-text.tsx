import type { RunDecision } from '@alaas/client';
import { useTranslation } from 'react-i18next';
import { formatNumber, formatPercent } from '../../../lib/format';

const SAID = [
  'budget-spent',
  'pool-exhausted',
  'target-reached',
  'gain-exhausted',
  'target-out-of-reach',
  'no-holdout',
  'successive-halving',
  'lowest-forecast',
  'exploration-spent',
  'failed',
] as const;

/** Figures that are shares in [0, 1]. */
const SHARES = new Set([
  'target',
  'p10',
  'p50',
  'p90',
  'probability',
  'expected',
  'expectedOfBest',
]);
/** Differences of such; people read them as points of a percentage. */
const DIFFERENCES = new Set(['difference', 'gain', 'threshold']);

/** Says what was decided, and why, in the language of the page; rules not known here in English. */
export function DecisionText({ decision }: { readonly decision: RunDecision }) {
  const { t, i18n } = useTranslation();
  const { kind, reason, arm, text, evidence } = decision;
  const figures = Object.fromEntries(
    Object.entries(evidence).map(([name, value]) => [
      name,
      evidenceFigure(name, value, i18n.language),
    ]),
  );
  const words = { ...figures, arm, interpolation: { escapeValue: false } };
  if (reason === 'paired-test') {
    return t(kind === 'promote' ? 'decision.says.better' : 'decision.says.worse', words);
  }
  const said = SAID.find((one) => one === reason);
  if (said === undefined) return <span lang="en">{text}</span>;
  return t(`decision.says.${said}`, words);
}

/** One figure of the evidence as people read it. */
export function evidenceFigure(
  name: string,
  value: number | string | null,
  language: string,
): string {
  if (value === null) return '–';
  if (typeof value === 'string') return value;
  if (SHARES.has(name)) return formatPercent(value, language);
  if (DIFFERENCES.has(name)) {
    const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
    return new Intl.NumberFormat(language, digits).format(100 * value);
  }
  if (Number.isInteger(value)) return formatNumber(value, language);
  return new Intl.NumberFormat(language, { maximumSignificantDigits: 3 }).format(value);
}
