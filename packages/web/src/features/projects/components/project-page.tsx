import type { ReactNode } from 'react';
import { Page } from '../../../components/page';
import { useProject } from '../api/get-project';
import { ProjectNav } from './project-nav';

/** A page of a project besides the first one: under its name, between its other pages. */
export function ProjectPage({
  project,
  title,
  text,
  actions,
  children,
}: {
  readonly project: string;
  readonly title: string;
  readonly text?: string | undefined;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const { data } = useProject(project);
  return (
    <Page
      title={data === undefined ? title : `${data.name}: ${title}`}
      text={text}
      actions={actions}
    >
      <ProjectNav project={project} />
      {children}
    </Page>
  );
}
