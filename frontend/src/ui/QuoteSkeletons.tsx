/** Where quotes will be. */

const WIDTHS = [72, 54, 84];

/** `label` says aloud what is waited for. */
export function QuoteSkeletons({ label }: { label: string }) {
  return (
    <div aria-busy="true" role="status" aria-label={label}>
      {WIDTHS.map((width) => (
        <div key={width} className="quote">
          <span className="skeleton" style={{ width: '40%' }} />
          <span className="skeleton" style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}
