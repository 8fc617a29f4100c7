import { Notice } from './notice.js';

/** Says what was done, also to screen readers; nothing while nothing was. */
export function DoneNotice({ text }: { text: string | null }) {
  return (
    <div role="status" className="done-notice">
      {text !== null && (
        <Notice tone="good" icon="check">
          <p>{text}</p>
        </Notice>
      )}
    </div>
  );
}
