/** Which square of a picture is kept. */

/** How wide and high something is, in pixels. */
export interface Size {
  width: number;
  height: number;
}

/** Where the middle of the square is, from 0 to 1 on either side, and how much it is enlarged. */
export interface Crop {
  x: number;
  y: number;
  zoom: number;
}

/** The largest square in the middle. */
export const MIDDLE: Crop = { x: 0.5, y: 0.5, zoom: 1 };

/** More shows single dots. */
export const ZOOM_MAX = 4;

/** As wide and high as it is kept, where the picture has so many pixels. */
export const SIDE_MAX_PX = 512;

/** A square in pixels of the picture. */
export interface Square {
  left: number;
  top: number;
  side: number;
}

/** The square itself: never outside the picture. */
export function squareOf({ width, height }: Size, { x, y, zoom }: Crop): Square {
  const side = Math.min(width, height) / zoom;
  const from = (middle: number, length: number): number =>
    Math.min(Math.max(0, middle * length - side / 2), length - side);
  return { left: from(x, width), top: from(y, height), side };
}

/** With the picture pulled by so much of the square's side; past its edge it does not go. */
export function pulled(size: Size, crop: Crop, by: { x: number; y: number }): Crop {
  const { left, top, side } = squareOf(size, crop);
  const middle = {
    x: (left + side / 2 - by.x * side) / size.width,
    y: (top + side / 2 - by.y * side) / size.height,
  };
  const square = squareOf(size, { ...middle, zoom: crop.zoom });
  return {
    x: (square.left + side / 2) / size.width,
    y: (square.top + side / 2) / size.height,
    zoom: crop.zoom,
  };
}

/** The square of a picture as a file of its own, as small as it is shown anywhere. */
export async function cut(picture: HTMLImageElement, name: string, crop: Crop): Promise<File> {
  const { naturalWidth: width, naturalHeight: height } = picture;
  const { left, top, side } = squareOf({ width, height }, crop);
  const kept = Math.min(SIDE_MAX_PX, Math.round(side));
  const canvas = document.createElement('canvas');
  canvas.width = kept;
  canvas.height = kept;
  canvas.getContext('2d')?.drawImage(picture, left, top, side, side, 0, 0, kept, kept);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (!blob) throw new Error('the browser draws no pictures');
  return new File([blob], name.replace(/\.\w+$/, '.png'), { type: blob.type });
}
