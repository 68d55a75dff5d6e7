import type { ClassGuide } from '@alaas/client';
import { Stack, Text } from '@mantine/core';
import { ItemPreview } from '../../data/components/item-preview';
import classes from './classes.module.css';

/** What belongs to a class, in words and by examples. */
export function ClassHelp({
  project,
  guide: { definition, examples },
  most = examples.length,
}: {
  readonly project: string;
  readonly guide: ClassGuide;
  /** Examples that are shown. */
  readonly most?: number;
}) {
  return (
    <Stack gap={6}>
      {definition !== '' && <Text size="sm">{definition}</Text>}
      {examples.length > 0 && (
        <div className={classes.pictures}>
          {examples.slice(0, most).map(({ item, position, kind }) => (
            <span key={item} className={classes.picture}>
              <ItemPreview project={project} item={{ name: item, position, kind }} />
            </span>
          ))}
        </div>
      )}
    </Stack>
  );
}
