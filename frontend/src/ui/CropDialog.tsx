/** Choosing the square of a picture that is kept: pulled by hand, or moved by keys. */
import { useEffect, useId, useRef, useState, type PointerEvent } from 'react';
import { Button } from './Button';
import { cut, MIDDLE, pulled, squareOf, ZOOM_MAX, type Crop, type Size } from './crop';
import { Dialog } from './Dialog';
import { common } from '../language/common';
import { words } from './pageWords';

interface CropDialogProps {
  file: File;
  onCrop: (square: File) => void;
  onClose: () => void;
}

/** A file that is no picture for this browser is handed on as it is: the server says what is wrong. */
export function CropDialog({ file, onCrop, onClose }: CropDialogProps) {
  const picture = useRef<HTMLImageElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  const [crop, setCrop] = useState(MIDDLE);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const address = URL.createObjectURL(file);
    if (picture.current) picture.current.src = address;
    return () => URL.revokeObjectURL(address);
  }, [file]);
  const square = size && squareOf(size, crop);
  const take = async (): Promise<void> => {
    if (!picture.current) return;
    setBusy(true);
    onCrop(await cut(picture.current, file.name, crop).catch(() => file));
  };
  return (
    <Dialog title={words.whatShallBeSeen} onClose={onClose}>
      <div className="crop">
        <div className="crop-frame" {...usePulling(size, crop, setCrop)}>
          <img
            ref={picture}
            alt={words.whatWasChosen}
            draggable={false}
            style={size ? placeOf(size, crop) : { visibility: 'hidden' }}
            onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
              setSize({ width, height })
            }
            onError={() => onCrop(file)}
          />
        </div>
        <p className="why">{words.pullPicture}</p>
        <Slider
          label={words.size}
          value={(crop.zoom - 1) / (ZOOM_MAX - 1)}
          onSlide={(to) => setCrop({ ...crop, zoom: 1 + to * (ZOOM_MAX - 1) })}
          first
        />
        <Slider
          label={words.sideways}
          value={crop.x}
          room={square !== null && size !== null && square.side < size.width}
          onSlide={(x) => setCrop({ ...crop, x })}
        />
        <Slider
          label={words.upAndDown}
          value={crop.y}
          room={square !== null && size !== null && square.side < size.height}
          onSlide={(y) => setCrop({ ...crop, y })}
        />
      </div>
      <div className="actions">
        <Button onClick={onClose}>{common.cancel}</Button>
        <Button look="primary" disabled={size === null || busy} onClick={() => void take()}>
          {words.takeIt}
        </Button>
      </div>
    </Dialog>
  );
}

/** The square fills the frame. */
function placeOf(size: Size, crop: Crop): Record<string, string> {
  const { left, top, side } = squareOf(size, crop);
  const part = (length: number): string => `${(length / side) * 100}%`;
  return {
    width: part(size.width),
    height: part(size.height),
    top: part(-top),
    // The frame runs from left to right, whatever is read around it.
    insetInlineStart: part(-left),
  };
}

/** The picture follows the hand. */
function usePulling(size: Size | null, crop: Crop, onCrop: (crop: Crop) => void) {
  const at = useRef<{ x: number; y: number } | null>(null);
  const end = (): void => {
    at.current = null;
  };
  return {
    dir: 'ltr',
    onPointerDown: ({ currentTarget, pointerId, clientX: x, clientY: y }: PointerEvent) => {
      currentTarget.setPointerCapture(pointerId);
      at.current = { x, y };
    },
    onPointerMove: ({ currentTarget, clientX: x, clientY: y }: PointerEvent) => {
      const from = at.current;
      if (!from || !size) return;
      const frame = currentTarget.clientWidth;
      onCrop(pulled(size, crop, { x: (x - from.x) / frame, y: (y - from.y) / frame }));
      at.current = { x, y };
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}

interface SliderProps {
  label: string;
  /** From 0 to 1. */
  value: number;
  onSlide: (value: number) => void;
  /** Whether there is anything on that side. */
  room?: boolean;
  first?: boolean;
}

function Slider({ label, value, onSlide, room = true, first }: SliderProps) {
  const id = useId();
  return (
    <div className="crop-slider">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        // Left is left in a picture.
        dir="ltr"
        min={0}
        max={100}
        value={Math.round(value * 100)}
        data-first={first}
        disabled={!room}
        onChange={(event) => onSlide(Number(event.target.value) / 100)}
      />
    </div>
  );
}
