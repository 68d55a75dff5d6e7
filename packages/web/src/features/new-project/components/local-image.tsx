import type { FileToSend } from '@alaas/client';
import { Image } from '@mantine/core';
import { useEffect, useState } from 'react';

/** An image that lies on the computer of whoever looks. */
export function LocalImage({ name, content }: FileToSend) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(content);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [content]);
  return <Image src={url ?? null} alt={name} w={72} h={72} radius="sm" fit="cover" />;
}
