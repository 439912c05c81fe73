/** A text as a square that cameras read (ISO/IEC 18004). */
import encode from 'qr';
import { useMemo } from 'react';

/** So many light squares must be around it. */
const BORDER = 4;

/** Dark on light in every theme: many cameras read nothing else. */
export default function Qr({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => drawn(text), [text]);
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`}>
      <rect className="light" width={size} height={size} />
      <path className="dark" d={path} />
    </svg>
  );
}

/** One path for all dark squares, one piece for each run of a row. */
function drawn(text: string): { size: number; path: string } {
  const rows = encode(text, 'raw', { ecc: 'medium', border: BORDER });
  const pieces = rows.flatMap((row, y) =>
    row.flatMap((dark, x) => {
      if (!dark || row[x - 1]) return [];
      const end = row.indexOf(false, x);
      return [`M${x} ${y}h${(end < 0 ? row.length : end) - x}v1H${x}z`];
    }),
  );
  return { size: rows.length, path: pieces.join('') };
}
