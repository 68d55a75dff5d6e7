import type { ClassGuide } from '@alaas/client';
import { Stack } from '@mantine/core';
import { classColours } from '../../../lib/class-colours';
import type { Given, LabellingState } from '../session/labelling-state';
import { ClassButtons } from './class-buttons';
import { CommandBar } from './command-bar';
import classes from './labelling-page.module.css';
import { SuggestionLine } from './suggestion-line';
import type { KeyTask } from './use-keys';

/** All that can be said of the item in front. */
export function AnswerPanel({
  project,
  guides,
  state: { queue, flagged, correcting, given },
  task: { names, choose, commands },
}: {
  readonly project: string;
  readonly guides: readonly ClassGuide[];
  readonly state: LabellingState;
  readonly task: Pick<KeyTask, 'names' | 'choose' | 'commands'>;
}) {
  const [front] = queue;
  const suggestion = correcting === null ? front?.suggestion : null;
  return (
    <Stack gap="md" className={classes.right}>
      {suggestion && (
        <SuggestionLine
          suggestion={suggestion}
          colour={classColours(names, guides).get(suggestion.label)}
          onAccept={() => choose(suggestion.label)}
        />
      )}
      <ClassButtons
        project={project}
        names={names}
        guides={guides}
        chosen={labelOf(correcting)}
        onChoose={choose}
      />
      <CommandBar
        canUndo={given > 0}
        isCorrecting={correcting !== null}
        isFlagged={front !== undefined && flagged.includes(front.position)}
        commands={commands}
      />
    </Stack>
  );
}

function labelOf(given: Given | null): string | undefined {
  return given?.answer.kind === 'label' ? given.answer.label : undefined;
}
