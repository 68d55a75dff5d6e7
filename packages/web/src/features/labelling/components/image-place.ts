/** Where an image is drawn: how much larger than it fits, and how far from the middle, in pixels. */
export interface ImagePlace {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Width and height, in any unit. */
export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** As large as there is room, in the middle. */
export const FIT: ImagePlace = { scale: 1, x: 0, y: 0 };

/** The nearest place at which half of the image, or of the window full of it, stays in view each way. */
export function keptInView(place: ImagePlace, image: Extent, window: Extent): ImagePlace {
  const { scale } = place;
  if (scale === 1) return FIT;
  const fit = scale * Math.min(window.width / image.width, window.height / image.height);
  const within = (offset: number, side: keyof Extent): number => {
    const most = Math.max(fit * image[side], window[side]) / 2;
    return Math.min(most, Math.max(-most, offset));
  };
  return { scale, x: within(place.x, 'width'), y: within(place.y, 'height') };
}
