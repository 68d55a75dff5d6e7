import { Center, Stack } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageLoading } from '../../../components/page-loading';
import { ProblemAlert } from '../../../components/problem-alert';
import { NeedsRight } from '../../access/components/needs-right';
import { useProject } from '../../projects/api/get-project';
import { useClassGuides } from '../../classes/api/get-classes';
import type { LabellingState } from '../session/labelling-state';
import { useLabellingSession } from '../session/use-labelling-session';
import { AnswerPanel } from './answer-panel';
import { HelpOverlay } from './help-overlay';
import classes from './labelling-page.module.css';
import { NoticeLine } from './notice-line';
import { ItemStage } from './item-stage';
import { ReasonLine } from './reason-line';
import { SessionBar } from './session-bar';
import { useKeys } from './use-keys';
import { WaitView } from './wait-view';

const route = getRouteApi('/signed-in/projects/$project/label');

/** Answers that follow each other faster are looked at together. */
const CALM_MS = 300;
const NO_CLASSES: readonly string[] = [];

/** One item at a time, large; a key for each class. */
export function LabellingPage() {
  return (
    <main>
      <NeedsRight right="label">
        <Labelling />
      </NeedsRight>
    </main>
  );
}

function Labelling() {
  const { t } = useTranslation();
  const { project: id } = route.useParams();
  const { data: project, error, refetch } = useProject(id);
  const [session, state] = useLabellingSession(id);
  const taken = state.given - state.kept;
  // The next item comes first: whatever else an answer changes may be seen a frame later.
  const calm = useDeferredValue(state);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const item = state.correcting?.assignment ?? state.queue[0];
  const names = project?.classes ?? NO_CLASSES;
  const guides = useClassGuides(id);
  const { choose, commands, keepAnswer, closeHelp } = useMemo(
    () => ({
      choose: (label: string): void => session.answer({ kind: 'label', label }),
      commands: {
        undo: () => void session.undo(),
        cannotTell: () => session.answer({ kind: 'cannot-tell' }),
        skip: () => session.answer({ kind: 'skip' }),
        flag: () => session.flag(),
        help: () => setHelpOpen(true),
      },
      keepAnswer: () => session.keepAnswer(),
      closeHelp: () => setHelpOpen(false),
    }),
    [session],
  );
  const standing = project && `${project.status} ${project.work}`;
  useEffect(() => {
    // What a manager decided shows at once, not when the server would be asked again.
    if (standing !== undefined) session.goOn();
  }, [session, standing]);
  useEffect(() => {
    // Batch and budget keep up with one's own answers.
    if (taken <= 0) return;
    const timer = setTimeout(() => void refetch(), CALM_MS);
    return () => clearTimeout(timer);
  }, [refetch, taken]);
  useKeys({ names, choose, suggested: suggestedLabel(state), commands, isOff: isHelpOpen });
  useDocumentTitle(`${t('label.title')} · ${project?.name ?? ''} · ALaaS`);
  if (project === undefined && error === null) return <PageLoading />;
  return (
    <div className={classes.page} data-ahead={state.queue.length > 2}>
      <SessionBar project={project} state={calm} onHelp={commands.help} />
      <NoticeLine state={calm} onKeep={keepAnswer} />
      {error !== null || state.problem !== null ? (
        <Center p="xl">
          <ProblemAlert error={error ?? state.problem} onRetry={() => session.goOn()} />
        </Center>
      ) : item === undefined ? (
        <WaitView project={id} state={state} />
      ) : (
        <div className={classes.work}>
          <Stack gap="sm" className={classes.left}>
            <ItemStage project={id} front={item} queue={state.queue} />
            <ReasonLine item={item} />
          </Stack>
          <AnswerPanel
            project={id}
            guides={guides}
            state={state}
            task={{ names, choose, commands }}
          />
        </div>
      )}
      <HelpOverlay
        project={id}
        names={names}
        guides={guides}
        labelling={project?.labelling}
        isOpen={isHelpOpen}
        onClose={closeHelp}
      />
    </div>
  );
}

/** An answer that is being corrected was given before. */
function suggestedLabel({ correcting, queue }: LabellingState): string | undefined {
  return correcting === null ? queue[0]?.suggestion?.label : undefined;
}
