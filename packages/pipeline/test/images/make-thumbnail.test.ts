import { makeThumbnail } from '@alaas/pipeline';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';

function image(width: number, height: number) {
  return sharp({
    create: { width, height, channels: 4, background: { r: 200, g: 0, b: 0, alpha: 0.5 } },
  });
}

describe('makeThumbnail', () => {
  it('fits an image into a square, keeping its aspect', async () => {
    const bytes = await image(400, 200).png().toBuffer();
    const {
      mediaType,
      widthPx,
      heightPx,
      bytes: small,
    } = await makeThumbnail(bytes, { edgePx: 96 });
    expect({ mediaType, widthPx, heightPx }).toEqual({
      mediaType: 'image/webp',
      widthPx: 96,
      heightPx: 48,
    });
    const { width, height, hasAlpha } = await sharp(small).metadata();
    expect({ width, height, hasAlpha }).toEqual({ width: 96, height: 48, hasAlpha: false });
  });

  it('keeps the size of small images and turns others upright', async () => {
    const small = await image(20, 30).png().toBuffer();
    expect(await makeThumbnail(small)).toMatchObject({ widthPx: 20, heightPx: 30 });
    const turned = await image(40, 20).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await makeThumbnail(turned)).toMatchObject({ widthPx: 20, heightPx: 40 });
  });

  it('refuses what is not an image', async () => {
    await expect(makeThumbnail(new TextEncoder().encode('text'))).rejects.toMatchObject({
      code: 'ITEM_CORRUPT',
    });
  });
});
