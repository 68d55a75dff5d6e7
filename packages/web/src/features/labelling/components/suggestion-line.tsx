import type { Assignment } from '@alaas/client';
import { useTranslation } from 'react-i18next';
import { formatPercent } from '../../../lib/format';
import { Swatch } from '../../classes/components/swatch';
import classes from './labelling-page.module.css';

/** What the model takes the item for, to be taken or not. */
export function SuggestionLine({
  suggestion: { label, confidence },
  colour,
  onAccept,
}: {
  readonly suggestion: NonNullable<Assignment['suggestion']>;
  readonly colour: string | undefined;
  readonly onAccept: () => void;
}) {
  const { t, i18n } = useTranslation();
  return (
    <button
      type="button"
      className={`${classes.choice} ${classes.suggestion}`}
      aria-keyshortcuts="Enter Space"
      onClick={onAccept}
    >
      <span className={classes.name}>
        <Swatch colour={colour} />
        <span className="wrap-anywhere">
          {t('suggestions.says', { label, share: formatPercent(confidence, i18n.language) })}
        </span>
      </span>
      <kbd className={classes.key} aria-hidden>
        {t('suggestions.key')}
      </kbd>
    </button>
  );
}
