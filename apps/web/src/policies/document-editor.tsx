import { useRef, type UIEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldProblem } from '../api/problem.js';
import { useProblemText } from '../ui/notice.js';
import type { ProblemError } from '../api/problem.js';

/** Height of a line in pixels, as `.editor` sets it. */
const LINE = 20;

/** A document as text with line numbers; each fault stands beside the text and leads to its place. */
export function DocumentEditor(props: { label: string; text: string; onChange: (text: string) => void; problem: ProblemError | null }) {
  const { t } = useTranslation();
  const say = useProblemText();
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLDivElement>(null);
  const faults = props.problem?.fields ?? [];
  const wrong = new Set(faults.map(({ line }) => line));
  const lines = props.text.split('\n').length;
  const follow = (event: UIEvent<HTMLTextAreaElement>) => {
    if (gutter.current) gutter.current.scrollTop = event.currentTarget.scrollTop;
  };
  const jump = (fault: FieldProblem) => {
    const { current } = area;
    if (!current || fault.line === undefined) return;
    const [start, end] = placeIn(props.text, fault.line, fault.column ?? 1);
    current.focus();
    current.setSelectionRange(start, end);
    current.scrollTop = Math.max(0, (fault.line - 6) * LINE);
  };
  return (
    <div className={faults.length > 0 ? 'editor-with-faults' : undefined}>
      <div className="editor">
        <div className="editor-gutter" ref={gutter} aria-hidden="true">
          {Array.from({ length: lines }, (_, at) => (
            <div key={at} className={wrong.has(at + 1) ? 'editor-wrong' : undefined}>
              {at + 1}
            </div>
          ))}
        </div>
        <textarea
          ref={area}
          aria-label={props.label}
          aria-invalid={faults.length > 0}
          aria-describedby={faults.length > 0 ? 'editor-faults' : undefined}
          value={props.text}
          onChange={(event) => props.onChange(event.currentTarget.value)}
          onScroll={follow}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
        />
      </div>
      {faults.length > 0 && props.problem && (
        <section className="editor-faults" id="editor-faults" aria-label={t('editor.faults')}>
          <p role="alert">
            <strong>{props.problem.code === 'malformed' ? say(props.problem) : t('editor.faultCount', { count: faults.length })}</strong>
          </p>
          <ul className="plain-list">
            {faults.map((fault) => (
              <li key={`${fault.line}:${fault.column}:${fault.path}:${fault.message}`}>
                <button type="button" onClick={() => jump(fault)} disabled={fault.line === undefined}>
                  {fault.line !== undefined && <span className="mono">{t('editor.place', { line: fault.line, column: fault.column ?? 1 })}</span>}
                  <span lang="en">
                    {fault.path !== '' && <span className="mono">{fault.path}</span>} {fault.message}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** From a line and column, counted from 1, to the end of the line, as offsets in the text. */
function placeIn(text: string, line: number, column: number): [number, number] {
  const rows = text.split('\n');
  const before = rows.slice(0, line - 1).reduce((sum, row) => sum + row.length + 1, 0);
  const row = rows[line - 1] ?? '';
  const start = before + Math.min(column - 1, row.length);
  return [start, Math.max(start, before + row.length)];
}
