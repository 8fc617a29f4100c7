import type { ReactNode } from 'react';
import type { components } from '../api/schema.js';
import { useFormat } from '../i18n/format.js';

/** One thing that was said: by whom, how and when, the words and the files; `children` stand under it, `note` above the words. */
export function MessageItem(props: {
  inbound: boolean;
  who: string;
  /** From whom to whom and by what; empty parts are left out. */
  manner: readonly (string | null)[];
  at: string;
  note?: ReactNode;
  text: string;
  files: readonly components['schemas']['File'][];
  children?: ReactNode;
}) {
  const format = useFormat();
  return (
    <li className={props.inbound ? 'message message-in' : 'message'}>
      <p className="row-line">
        <strong>{props.who}</strong>
        <span className="small soft">
          {props.manner.filter(Boolean).map((part) => `${part} · `)}
          <time dateTime={props.at}>{format.moment(props.at)}</time>
        </span>
      </p>
      {props.note}
      <p className="prose">{props.text}</p>
      {props.files.length > 0 && (
        <ul className="plain-list">
          {props.files.map((file) => (
            <li key={file.id}>
              <a href={`/api/v1/files/${file.id}`} download={file.name}>
                {file.name}
              </a>{' '}
              <span className="small soft">{format.bytes(file.size)}</span>
            </li>
          ))}
        </ul>
      )}
      {props.children}
    </li>
  );
}
