import { Center, Stack } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageLoading } from '../../../components/page-loading';
import { ProblemAlert } from '../../../components/problem-alert';
import { useProject } from '../../projects/api/get-project';
import { useContents } from '../api/get-content';
import { useLabellingSession } from '../session/use-labelling-session';
import { ClassButtons } from './class-buttons';
import { CommandBar } from './command-bar';
import { HelpOverlay } from './help-overlay';
import classes from './labelling-page.module.css';
import { NoticeLine } from './notice-line';
import { ItemView } from './item-view';
import { ReasonLine } from './reason-line';
import { SessionBar } from './session-bar';
import { useKeys } from './use-keys';
import { WaitView } from './wait-view';

const route = getRouteApi('/signed-in/projects/$project/label');

/** One item at a time, large; a key for each class. */
export function LabellingPage() {
  const { t } = useTranslation();
  const { project: id } = route.useParams();
  const { data: project, error } = useProject(id);
  const [session, state] = useLabellingSession(id);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const shown = state.correcting === null ? state.queue : [state.correcting.assignment];
  const contents = useContents(id, shown);
  const names = project?.classes ?? [];
  const commands = {
    undo: () => void session.undo(),
    cannotTell: () => session.answer({ kind: 'cannot-tell' }),
    skip: () => session.answer({ kind: 'skip' }),
    flag: () => session.answer({ kind: 'flag' }),
    help: () => setHelpOpen(true),
  };
  const choose = (label: string): void => session.answer({ kind: 'label', label });
  useKeys({ names, choose, commands, isOff: isHelpOpen });
  useDocumentTitle(`${t('label.title')} · ${project?.name ?? ''} · ALaaS`);
  const [item] = shown;
  if (project === undefined && error === null) return <PageLoading />;
  return (
    <main className={classes.page} data-ahead={state.queue.length > 2}>
      <SessionBar project={project} state={state} onHelp={commands.help} />
      <NoticeLine state={state} onKeep={() => session.keepAnswer()} />
      {error !== null || state.problem !== null ? (
        <Center p="xl">
          <ProblemAlert error={error ?? state.problem} onRetry={() => session.goOn()} />
        </Center>
      ) : item === undefined ? (
        <WaitView project={id} state={state} />
      ) : (
        <div className={classes.work}>
          <Stack gap="sm" className={classes.left}>
            <ItemView key={item.id} item={item} content={contents[0]!} />
            <ReasonLine item={item} />
          </Stack>
          <Stack gap="md" className={classes.right}>
            <ClassButtons
              names={names}
              chosen={labelOf(state.correcting?.answer)}
              onChoose={choose}
            />
            <CommandBar
              canUndo={state.canUndo}
              isCorrecting={state.correcting !== null}
              commands={commands}
            />
          </Stack>
        </div>
      )}
      <HelpOverlay
        names={names}
        guidelines={project?.labelling.guidelines ?? ''}
        isOpen={isHelpOpen}
        onClose={() => setHelpOpen(false)}
      />
    </main>
  );
}

function labelOf(answer: object | undefined): string | undefined {
  return answer !== undefined && 'label' in answer ? String(answer.label) : undefined;
}
