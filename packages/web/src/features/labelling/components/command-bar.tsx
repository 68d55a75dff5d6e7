import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { COMMAND_KEYS } from '../session/class-keys';
import classes from './labelling-page.module.css';
import type { KeyTask } from './use-keys';

const SHOWN = ['undo', 'skip', 'cannotTell', 'flag'] as const;

/** What can be said besides a class. */
export const CommandBar = memo(function CommandBar({
  canUndo,
  isCorrecting,
  isFlagged,
  commands,
}: {
  readonly canUndo: boolean;
  readonly isCorrecting: boolean;
  /** Whether the item in front was flagged: once is enough. */
  readonly isFlagged: boolean;
  readonly commands: KeyTask['commands'];
}) {
  const { t } = useTranslation();
  const isOff = (command: (typeof SHOWN)[number]): boolean =>
    command === 'undo' ? !canUndo : isCorrecting || (command === 'flag' && isFlagged);
  return (
    <div className={classes.commands} role="group" aria-label={t('label.commands')}>
      {SHOWN.map((command) => (
        <button
          key={command}
          type="button"
          className={classes.choice}
          disabled={isOff(command)}
          aria-keyshortcuts={COMMAND_KEYS[command]}
          onClick={commands[command]}
        >
          {t(`label.command.${command}`)}
          <kbd className={classes.key} aria-hidden>
            {COMMAND_KEYS[command]}
          </kbd>
        </button>
      ))}
    </div>
  );
});
