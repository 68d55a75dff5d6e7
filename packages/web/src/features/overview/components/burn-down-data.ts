import type { Project, ProjectModel, RunArm } from '@alaas/client';

/** Labels that were left of the budget at a time. */
export interface BurnDownPoint {
  readonly atMs: number;
  readonly left: number;
}

/** What was left when each model was made, from the beginning until now. */
export function burnDown(
  { createdAt, labels }: Pick<Project, 'createdAt' | 'labels'>,
  {
    models,
    arms,
    nowMs,
  }: {
    readonly models: readonly ProjectModel[];
    readonly arms: readonly RunArm[];
    readonly nowMs: number;
  },
): readonly BurnDownPoint[] {
  const spentOf = new Map(
    arms.flatMap(({ strategy, points }) =>
      points.map((point) => [JSON.stringify([strategy, point.labels]), point.spent]),
    ),
  );
  const measured = models.flatMap((model) => {
    const spent = spentOf.get(JSON.stringify([model.strategy, model.labels]));
    const left = labels.budget - (spent ?? 0);
    return spent === undefined ? [] : [{ atMs: Date.parse(model.createdAt), left }];
  });
  const all = [
    { atMs: Date.parse(createdAt), left: labels.budget },
    ...measured.toSorted((a, b) => a.atMs - b.atMs),
    { atMs: nowMs, left: Math.max(0, labels.budget - labels.paid) },
  ];
  // Models of one round are made one after the other, and cost the same labels.
  return all.filter(({ left }, i) => i === all.length - 1 || left !== all[i - 1]?.left);
}
