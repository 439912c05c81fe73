/** Where messages will be. */
import './message.css';

const WIDTHS = [72, 48, 85, 38, 64, 55, 79, 43, 60];

/** As high as messages are, so that little moves when they come. Not read aloud: the list is busy. */
export function MessageSkeletons({ rows }: { rows: number }) {
  return (
    <div aria-hidden="true">
      {WIDTHS.slice(0, rows).map((width) => (
        <div key={width} className="message first">
          <span className="skeleton square" />
          <div className="content">
            <span className="skeleton name" />
            <span className="skeleton" style={{ width: `${width}%` }} />
          </div>
        </div>
      ))}
    </div>
  );
}
