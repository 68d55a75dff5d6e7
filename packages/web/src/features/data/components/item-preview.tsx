import type { Item } from '@alaas/client';
import { IconPhotoOff, IconVector } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { usePreview } from '../api/get-thumbnail';
import classes from './item-grid.module.css';

const SMALL_PX = 64;

/** A small picture of an item, or the beginning of its text. */
export function ItemPreview({
  project,
  item,
  isMoving = false,
}: {
  readonly project: string;
  readonly item: Pick<Item, 'position' | 'kind' | 'name'>;
  readonly isMoving?: boolean;
}) {
  // What came into sight while things move is asked for when they have come to rest.
  const [isWanted, setWanted] = useState(!isMoving);
  useEffect(() => {
    if (!isMoving) setWanted(true);
  }, [isMoving]);
  if (item.kind === 'vectors') return <IconVector size={28} stroke={1.2} aria-hidden />;
  return isWanted ? <Loaded project={project} item={item} /> : null;
}

function Loaded({ project, item }: Pick<Parameters<typeof ItemPreview>[0], 'project' | 'item'>) {
  const { data, isError } = usePreview(project, item);
  if (isError) return <IconPhotoOff size={28} stroke={1.2} aria-hidden />;
  if (data === undefined) return null;
  if (data.kind === 'image') return <Picture picture={data.picture} name={item.name} />;
  return <span className={classes.text}>{data.text}</span>;
}

function Picture({ picture, name }: { readonly picture: Blob; readonly name: string }) {
  const [url, setUrl] = useState<string>();
  const [isSmall, setSmall] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(picture);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [picture]);
  if (url === undefined) return null;
  return (
    <img
      src={url}
      alt={name}
      decoding="async"
      data-small={isSmall}
      onLoad={({ currentTarget }) => setSmall(currentTarget.naturalWidth <= SMALL_PX)}
    />
  );
}
